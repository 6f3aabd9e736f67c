// From the two files to the settings: layers, locks, sources, and files that cannot be used.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dottedKeys } from '../../../src/core/policy/config-outline.ts';
import { type Policy, readPolicy } from '../../../src/core/policy/read-policy.ts';
import { processorMs } from '../../processor-time.ts';

const CONFIG = '.github/runbook-steward.yml';
const POLICY = 'runbook-steward.yml';

function read(repository: string | null, organisation: string | null = null): Policy {
  return readPolicy({
    repository: repository === null ? null : { path: CONFIG, text: repository },
    organisation: organisation === null ? null : { path: POLICY, text: organisation },
    today: '2026-11-20',
  });
}

function problems(policy: Policy): readonly string[] {
  return policy.problems.map(
    ({ path, at, level = 'failure', message, fix }) =>
      `${path}:${at.line}:${at.column} ${level}: ${message} → ${fix?.text}`,
  );
}

test('without any file the defaults of the contract hold, and the check is advisory', () => {
  const { settings, advisory, usable } = read(null);
  expect({ advisory, usable }).toEqual({ advisory: true, usable: true });
  expect(settings).toEqual({
    enabled: true,
    enforce: 'new',
    procedures: {
      include: [
        '**/{runbook,runbooks,playbook,playbooks,sop,procedures}/**/*.{md,mdx,markdown,md.erb,adoc}',
        '**/{runbook,playbook,sop}.{md,mdx}',
        '**/*.{runbook,playbook}.md',
      ],
      exclude: ['**/{README,index,_index,CHANGELOG,CONTRIBUTING}.*', '**/*template*', '**/{node_modules,vendor}/**'],
      formats: {},
    },
    metadata: { aliases: {}, dates: 'iso' },
    owners: { map: {}, from: ['front-matter', 'codeowners'], fallback: null },
    review: {
      default: { iso: 'P12M' },
      byRisk: { critical: { iso: 'P3M' }, high: { iso: 'P6M' } },
      dueSoon: 'P14D',
      spread: true,
      escalateAfter: { critical: 'P3D', high: 'P7D', default: 'P30D' },
      timeZone: 'UTC',
      openOn: { days: [1, 2, 3, 4], fromHour: 9, toHour: 16 },
    },
    issues: { repository: null, assign: 'person', perOwnerWeekly: 2, perRun: 5, perDay: 20 },
    approval: null,
    feedback: { respondIn: { dangerous: 'P1D', wrong: 'P5D', unclear: 'P10D', idea: 'P30D' } },
    override: { by: [] },
    labels: {
      review: 'procedure/review',
      orphaned: 'procedure/orphaned',
      feedback: 'procedure/feedback',
      needsOwner: 'procedure/needs-owner',
      dangerous: 'feedback/dangerous',
      wrong: 'feedback/wrong',
      unclear: 'feedback/unclear',
      idea: 'feedback/idea',
      automate: 'feedback/automate',
    },
    dashboard: false,
    bots: { allow: [] },
    rules: {},
    overrides: [],
  });
});

test.each(['', '\uFEFF', '# nothing yet\n', '---\n', 'review:\n'])('%j is a configuration without a word', (text) => {
  const policy = read(text);
  expect(policy).toMatchObject({ advisory: false, usable: true, problems: [] });
  expect(policy.settings).toEqual(read(null).settings);
});

test("the organisation's policy alone ends the advisory time", () => {
  expect(read(null, 'enforce: touched\n')).toMatchObject({ advisory: false, settings: { enforce: 'touched' } });
});

test('values are read into one form', () => {
  const { settings, problems: found } = read(`
owners: {map: {payments: acme/payments-sre}, fallback: https://github.com/orgs/acme/teams/ops-leads}
review: {default: never (drills every week), byRisk: {low: quarterly}, dueSoon: 0, openOn: {days: "Saturday-mon, wed"}}
approval: {rules: [{when: {risk: [high]}, from: ["@acme/cab"]}, {from: ["@octocat"], count: 2}]}
overrides: [{files: ["a/**"], rules: {owner-declared: off}, until: 2027-03-31}]
`);
  expect(found).toEqual([]);
  expect(settings.owners).toEqual({
    map: { payments: '@acme/payments-sre' },
    from: ['front-matter', 'codeowners'],
    fallback: '@acme/ops-leads',
  });
  expect(settings.review).toMatchObject({
    default: { never: 'drills every week' },
    byRisk: { low: { iso: 'P3M' }, high: { iso: 'P6M' } },
    dueSoon: 'P0D',
    openOn: { days: [1, 3, 6, 7], fromHour: 9, toHour: 16 },
  });
  expect(settings.approval).toEqual({
    rules: [
      {
        when: { risk: ['high'], change: null, status: null, files: null, kind: null, author: null },
        from: ['@acme/cab'],
        count: 1,
      },
      {
        when: { risk: null, change: null, status: null, files: null, kind: null, author: null },
        from: ['@octocat'],
        count: 2,
      },
    ],
    board: null,
    requestReviewers: 1,
  });
  expect(settings.overrides).toEqual([{ files: ['a/**'], rules: { 'owner-declared': 'off' }, until: '2027-03-31' }]);
});

test('the files are joined key by key; a list replaces a list; the overrides of both count', () => {
  const organisation = `
procedures: {include: ["ops/**/*.md"], exclude: ["ops/old/**"]}
owners: {map: {a: "@acme/a", b: "@acme/b"}}
review: {byRisk: {low: 2 years}}
overrides: [{files: ["x/**"], rules: {owner-declared: off}}]
`;
  const repository = `
procedures: {include: ["docs/**/*.md"]}
owners: {map: {b: "@acme/bee"}}
review: {byRisk: {high: 4 months}}
overrides: [{files: ["y/**"], rules: {owner-declared: notice}}]
`;
  const { settings } = read(repository, organisation);
  expect(settings.procedures).toMatchObject({ include: ['docs/**/*.md'], exclude: ['ops/old/**'] });
  expect(settings.owners.map).toEqual({ a: '@acme/a', b: '@acme/bee' });
  expect(settings.review.byRisk).toEqual({
    low: { iso: 'P2Y' },
    high: { iso: 'P4M' },
    critical: { iso: 'P3M' },
  });
  expect(settings.overrides.map(({ files }) => files)).toEqual([['x/**'], ['y/**']]);
});

test('a value that is wrong counts as not written: the policy holds in its place, and the rest stays in effect', () => {
  const { settings, usable } = read('enforce: nwe\nreview: {dueSoon: soon, spread: false}\n', 'enforce: touched\n');
  expect(usable).toBe(true);
  expect(settings).toMatchObject({ enforce: 'touched', review: { dueSoon: 'P14D', spread: false } });
});

test('of an override and of an approval rule with a mistake nothing is left; of other lists the wrong item goes', () => {
  const { settings } = read(`
procedures: {include: ["docs/**", 3]}
overrides: [{files: ["a/**"], rules: {owner-declared: off}, until: 2027-02-30}, {files: ["b/**"], rules: {owner-declared: off}}]
approval: {rules: [{from: ["@acme/cab"], count: none}, {from: ["@acme/ops"]}]}
`);
  expect(settings.procedures.include).toEqual(['docs/**']);
  expect(settings.overrides.map(({ files }) => files)).toEqual([['b/**']]);
  expect(settings.approval?.rules.map(({ from }) => from)).toEqual([['@acme/ops']]);
});

test('locked keys keep the value of the policy, and an attempt is told', () => {
  const policy = read(
    'review:\n  default: 2 years\n  dueSoon: 7 days\nrules:\n  owner-declared: off\n',
    'locked: [review.default, rules.owner-declared]\nreview: {default: 6 months}\n',
  );
  expect(policy.settings).toMatchObject({ review: { default: { iso: 'P6M' }, dueSoon: 'P7D' }, rules: {} });
  expect(problems(policy)).toEqual([
    `${CONFIG}:2:3 failure: \`review.default\` is locked by the organisation's policy (${POLICY}) and cannot be changed here. → Remove it; the policy's value holds.`,
    `${CONFIG}:5:3 failure: \`rules.owner-declared\` is locked by the organisation's policy (${POLICY}) and cannot be changed here. → Remove it; the policy's value holds.`,
  ]);
});

test.each([
  ['owners: {fallback: "@acme/ops-leads"}', 'owners: {fallback: "@mallory"}', 'owners.fallback'],
  ['approval: {board: "@acme/cab"}', 'approval: {rules: []}', 'approval'],
  ['override: {by: ["@acme/ops-leads"]}', 'override: {by: ["@mallory"]}', 'override'],
])('what the policy sets as %s is locked by that', (organisation, repository, key) => {
  const policy = read(repository, organisation);
  expect(policy.settings).toEqual(read(null, organisation).settings);
  expect(problems(policy)).toEqual([
    expect.stringContaining(
      `\`${key}\` is locked by the organisation's policy (${POLICY}) and cannot be changed here.`,
    ),
  ]);
  expect(read(repository, `${organisation}\nunlocked: [${key}]\n`)).toMatchObject({ problems: [] });
  expect(read(repository, '')).toMatchObject({ problems: [] });
});

test('an override of the repository is no way around a locked rule', () => {
  const policy = read(
    'overrides:\n  - files: ["**"]\n    rules: {owner-declared: off, id-unique: off}\n',
    'locked: [rules.owner-declared]\n',
  );
  expect(policy.settings.overrides).toEqual([{ files: ['**'], rules: { 'id-unique': 'off' }, until: null }]);
  expect(problems(policy)).toEqual([
    `${CONFIG}:3:13 failure: \`rules.owner-declared\` is locked by the organisation's policy (${POLICY}) and cannot be changed here. → Remove it; the policy's value holds.`,
  ]);
});

test('a locked key that says what the policy says is no attempt', () => {
  expect(read('enforce: touched\n', 'locked: [enforce]\nenforce: touched\n').problems).toEqual([]);
});

test.each([
  ['review', 'review: {dueSoon: 7 days}', { review: { dueSoon: 'P14D' } }],
  ['procedures.include', 'procedures: {include: []}', {}],
  ['owners.map.sre@acme.com', 'owners: {map: {sre@acme.com: "@mallory"}}', { owners: { map: {} } }],
  ['enabled', 'enabled: false', { enabled: true }],
  ['overrides', 'overrides: [{files: ["a"], rules: {id-unique: off}}]', { overrides: [] }],
])('%s can be locked', (key, repository, settings) => {
  const policy = read(repository, `locked: ["${key}"]\n`);
  expect(policy.problems).toHaveLength(1);
  expect(policy.settings).toMatchObject(settings);
});

test('metadata defaults that are locked come from the policy only', () => {
  const { defaultsBlocks } = read(
    'defaults: {owner: "@mallory", risk: low}',
    'locked: [defaults.owner]\ndefaults: {owner: "@acme/sre"}',
  );
  expect(defaultsBlocks.repository?.entries.map(({ key }) => key)).toEqual(['risk']);
  expect(defaultsBlocks.organisation?.entries.map(({ key, value }) => [key, value])).toEqual([['owner', '@acme/sre']]);
});

test('names in `locked` and `unlocked` that are none are warnings of the policy', () => {
  expect(problems(read(null, 'locked: [reviw.default, colour]\nunlocked: [approvals]\n'))).toEqual([
    `${POLICY}:1:10 warning: \`reviw.default\` in \`locked\` is not a key of the configuration; it is ignored. → Write \`review.default\`.`,
    `${POLICY}:1:25 warning: \`colour\` in \`locked\` is not a key of the configuration; it is ignored. → Remove it.`,
    `${POLICY}:2:12 warning: \`approvals\` in \`unlocked\` is not a key that is locked by being set; it is ignored. → Write \`approval\`.`,
  ]);
});

test('an override holds on its last day; the day after it is told', () => {
  const config = 'overrides: [{files: ["a/**"], rules: {owner-declared: off}, until: 2026-11-20}]';
  expect(read(config).problems).toEqual([]);
  const next = readPolicy({ repository: { path: CONFIG, text: config }, organisation: null, today: '2026-11-21' });
  expect(problems(next)).toEqual([
    `${CONFIG}:1:68 warning: The override of \`a/**\` lapsed: it held until 2026-11-20. → Remove the override, or agree on a later day and write it under \`until\`.`,
  ]);
});

test('each value says where it comes from', () => {
  const { sources } = read(
    'review:\n  dueSoon: 7 days\nowners:\n  map:\n    a: "@acme/a"\n',
    'locked: [enforce]\nenforce: touched\nreview: {dueSoon: 21 days}\n',
  );
  const of = (key: string) => sources.find((source) => source.key === key);
  expect(of('enforce')).toEqual({
    key: 'enforce',
    value: 'touched',
    layer: 'organisation',
    path: POLICY,
    line: 2,
    locked: true,
  });
  expect(of('review.dueSoon')).toEqual({
    key: 'review.dueSoon',
    value: '7 days',
    layer: 'repository',
    path: CONFIG,
    line: 2,
    locked: false,
  });
  expect(of('review.default')).toEqual({
    key: 'review.default',
    value: '12 months',
    layer: 'default',
    path: null,
    line: null,
    locked: false,
  });
  expect(of('owners.map.a')).toMatchObject({ value: '@acme/a', line: 5 });
  expect(of('approval')).toMatchObject({ value: null, layer: 'default' });
});

test('`defaults` is a block with the positions of its file', () => {
  const { defaultsBlocks } = read('enabled: true\ndefaults:\n  owner: "@acme/sre"\n  requires: {tools: [kubectl]}\n');
  const block = defaultsBlocks.repository;
  expect(block?.path).toBe(CONFIG);
  expect(block?.entries[0]).toEqual({
    key: 'owner',
    value: '@acme/sre',
    keyAt: { line: 3, column: 3 },
    valueAt: { line: 3, column: 10 },
    valueSpan: [33, 44],
  });
  expect(block?.at(['requires', 'tools', 0])).toEqual({ line: 4, column: 22 });
  expect(defaultsBlocks.organisation).toBeNull();
});

test.each([
  ['a mapping that never ends', '{enabled: true', '1:1'],
  ['a bare handle', 'owners:\n  fallback: @acme/sre\n', '2:13'],
  ['a key twice', 'enabled: true\nenabled: false\n', '2:1'],
  ['a tag', 'enabled: !!js/function "x"\n', '1:10'],
  ['a merge key', 'a: &a {enabled: true}\n<<: *a\n', '2:1'],
  ['a prototype', '__proto__: {enabled: false}\n', '1:1'],
  ['a list', '- enabled: true\n', '1:1'],
  ['NUL', 'enabled: \0true\n', '1:10'],
])('%s makes the file unusable, at its place', (_, text, at) => {
  const policy = read(text, 'enforce: touched\n');
  expect(policy.usable).toBe(false);
  expect(policy.settings).toEqual(read(null, 'enforce: touched\n').settings);
  const [first] = policy.problems;
  expect(first).toMatchObject({ rule: 'config-valid', path: CONFIG });
  expect(`${first?.at.line}:${first?.at.column}`).toBe(at);
  expect(first?.level).toBeUndefined();
});

test('a handle without quotes is told to be quoted, and how', () => {
  const [problem] = read('owners:\n  fallback: @acme/sre\n').problems;
  expect(problem?.fix?.text).toBe('Put the value in quotes: `"@acme/sre"`.');
});

test('64 KiB are read, one byte more is not', () => {
  const fill = (bytes: number) => `enforce: off\n#${'x'.repeat(bytes - 14)}`;
  expect(read(fill(65_536))).toMatchObject({ usable: true, settings: { enforce: 'off' } });
  expect(problems(read(fill(65_537)))).toEqual([
    `${CONFIG}:1:1 failure: The configuration is 65,537 bytes long; at most 65,536 are read. → Shorten it.`,
  ]);
});

test.each([
  [
    'an alias bomb',
    `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}\n`,
  ],
  ['deep nesting', `a: ${'['.repeat(20_000)}`],
  ['deep mappings', `a: ${'{b: '.repeat(10_000)}`],
  ['many keys', Array.from({ length: 5_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ['many overrides', `overrides:\n${'- {files: [a], rules: {}}\n'.repeat(2_000)}`],
  ['many wrong overrides', `overrides:\n${'- {files: 1}\n'.repeat(2_000)}`],
  ['many globs', `procedures: {include: [${'"**/a*b*c",'.repeat(4_000)}]}`],
  ['many locked keys', `locked: [${'a.b.c.d.e.f,'.repeat(4_000)}]`],
  ['one long word', `enabled: ${'x'.repeat(60_000)}`],
  ['a long duration', `review: {default: ${'1 '.repeat(30_000)}}`],
  ['long days', `review: {openOn: {days: ${'mon-'.repeat(10_000)}, hours: ${'9-'.repeat(5_000)}}}`],
  ['dashes', '-'.repeat(65_000)],
  ['colons', ': '.repeat(30_000)],
  ['quotes', '"'.repeat(65_000)],
  ['a number that is none', 'issues: {perRun: .nan, perDay: .inf, perOwnerWeekly: 1e400}'],
  ['lone surrogates', 'owners: {map: {"\\ud800": "\\udfff"}}'],
])('%s costs a problem and no crash, as configuration and as policy', (_, text) => {
  const taken = processorMs(() => {
    expect(read(text).problems.length).toBeGreaterThan(0);
    expect(read('enabled: true', text).settings.enabled).toBe(true);
  });
  expect(taken).toBeLessThan(10_000);
  expect(Reflect.get({}, 'enabled')).toBeUndefined();
});

test('words of the user are found only where they were written', () => {
  const { map } = read('owners: {map: {payments: "@acme/x"}}').settings.owners;
  expect(Object.getPrototypeOf(map)).toBeNull();
  expect(map['toString']).toBeUndefined();
});

const WORDS = [
  '',
  'x',
  '6 months',
  'never (x)',
  'off',
  'mon-thu',
  '9-16',
  '@a/b',
  'a/b',
  'UTC',
  '2026-01-01',
  '**/*.md',
  '!x',
  '__x',
];
const VALUE = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, null, true, false, 0, 1, -1, 2.5, 1e9),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('risk', 'files', 'rules', 'from', 'when', 'until', 'id-unique', 'toString', 'x'),
      tie('value'),
      {
        maxKeys: 3,
      },
    ),
  ),
})).value;
const CONFIG_TEXT = fc.array(fc.tuple(fc.constantFrom(...dottedKeys()), VALUE), { maxLength: 6 }).map((entries) => {
  const config: Record<string, unknown> = {};
  for (const [dotted, value] of entries) {
    const path = dotted.split('.');
    let at = config;
    for (const key of path.slice(0, -1)) {
      const below = at[key];
      const next: Record<string, unknown> =
        typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
      at[key] = next;
      at = next;
    }
    at[path.at(-1) ?? ''] = value;
  }
  return JSON.stringify(config);
});

test('any values under any keys, in both files, give settings that a clean file could have given', () => {
  let wrong = 0;
  fc.assert(
    fc.property(CONFIG_TEXT, CONFIG_TEXT, (repository, organisation) => {
      const policy = read(repository, organisation);
      if (policy.problems.length > 0) wrong += 1;
      expect(policy.usable).toBe(true);
      expect(['new', 'touched', 'off']).toContain(policy.settings.enforce);
      expect(policy.settings.review.dueSoon).toMatch(/^P/);
      expect(read(repository, organisation)).toEqual({ ...policy, defaultsBlocks: expect.anything() });
    }),
    { numRuns: 300, seed: 5 },
  );
  expect(wrong).toBeGreaterThan(200);
});
