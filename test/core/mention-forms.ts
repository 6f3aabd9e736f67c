// M1: a hundred forms of mentions, closing words and references.
const BARE = [
  ...[
    '@acme/everyone',
    '@jdoe',
    '&#64;team',
    '&commat;team',
    '&#x40;team',
    '＠team',
    '@\u200Bteam',
    '\\@team',
    '@@team',
  ],
  ...['x@acme.com', 'mailto:x@acme.com', '#1', 'acme/ops#1', 'fixes #1', 'Closes acme/ops#12', 'resolves GH-7'],
  ...['&#35;1', '&num;1', '\\#1', 'https://github.com/acme/ops/issues/1', 'fixes https://github.com/acme/ops/pull/2'],
  ...[
    '1a2b3c4d5e6f7081928374655647382910abcdef',
    'acme/ops@1a2b3c4d',
    'www.evil.example',
    '[x](https://github.com/jdoe)',
  ],
] as const;
const AROUND: readonly ((form: string) => string)[] = [
  (form) => form,
  (form) => `(${form}), and more`,
  (form) => `**${form}**`,
  (form) => `\`${form}`,
];
/** All of them, bare and in what stands around them. */
export const FORMS = BARE.flatMap((form) => AROUND.map((around) => around(form)));
