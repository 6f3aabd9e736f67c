// core: which lines of a comment are commands (row P4's hidden forms).
import { describe, expect, test } from '@jest/globals';
import { commandsIn, reasonOf } from '../../src/core/commands.ts';

const LINE = '/steward override because it burns';
const COMMAND = { name: 'override', text: 'because it burns' };

describe('a command', () => {
  test.each([
    ['alone', LINE],
    ['with blanks after it', `${LINE}  \t`],
    ['among other lines', `I looked at it.\n${LINE}\nThanks.`],
    ['after a blank line', `I looked at it.\n\n${LINE}`],
    ['with CRLF', `I looked.\r\n${LINE}\r\n`],
    ['after a quote and a blank line', `> /steward dance\n\n${LINE}`],
    ['after code', `\`\`\`\n/steward dance\n\`\`\`\n${LINE}`],
    ['after a comment that is closed', `<!-- /steward dance -->\n\n${LINE}`],
    ['in details that are opened', `<details>\n\n${LINE}\n\n</details>`],
    ['in capitals', LINE.toUpperCase().replace('BECAUSE IT BURNS', 'because it burns')],
    ['with a tab', '/steward\toverride\tbecause it burns'],
  ])('%s', (_, body) => expect(commandsIn(body)).toEqual([COMMAND]));

  test('several, in order', () => {
    expect(commandsIn('/steward snooze 14d\n/steward override').map(({ name }) => name)).toEqual([
      'snooze',
      'override',
    ]);
  });

  test('markup in its text is read as it is seen', () => {
    expect(commandsIn('/steward override because `db` **burns** [badly](https://x)')).toEqual([
      { name: 'override', text: 'because db burns badly' },
    ]);
  });

  test('its text is at most 500 characters, and whole', () => {
    const [command] = commandsIn(`/steward override because ${'💥'.repeat(400)}`);
    expect(command?.text.length).toBe(500);
    expect(command?.text.isWellFormed()).toBe(true);
  });
});

describe('what is hidden, quoted or shown is none', () => {
  test.each([
    ['a code block', `\`\`\`\n${LINE}\n\`\`\``],
    ['a code block of tildes', `~~~\n${LINE}\n~~~`],
    ['an open code block', `\`\`\`\n${LINE}`],
    ['an indented block', `    ${LINE}`],
    ['a code span', `\`${LINE}\``],
    ['a code span over two lines', `\`see\n${LINE}\``],
    ['a quote', `> ${LINE}`],
    ['a quote that goes on lazily', `> He wrote:\n${LINE}`],
    ['a quote in a list', `- > ${LINE}`],
    ['a comment', `<!-- ${LINE} -->`],
    ['a comment over lines', `<!--\n${LINE}\n-->`],
    ['an open comment', `<!--\n${LINE}`],
    ['an open comment in a line', `See <!--\n${LINE}`],
    ['a comment before it', `<!-- x -->${LINE}`],
    ['a list', `- ${LINE}`],
    ['a heading', `# ${LINE}`],
    ['a heading by a line below', `${LINE}\n===`],
    ['HTML of code', `<code>\n\n${LINE}\n\n</code>`],
    ['HTML of a quote', `<blockquote>\n\n${LINE}\n\n</blockquote>`],
    ['HTML that is struck out', `x <del>\n${LINE}\n</del>`],
    ['pre', `<pre>\n${LINE}\n</pre>`],
    ['struck out', `~~${LINE}~~`],
    ['the title of a link', `[x]: https://x "\n${LINE}"`],
    ['the text of an image', `![x\n${LINE}](https://x)`],
    ['words before it', `Please ${LINE}`],
    ['a longer word', '/stewards override because it burns'],
    ['no name', '/steward'],
    ['an entity', `&#47;steward override because it burns`],
    ['another slash', `／steward override because it burns`],
    ['an escaped slash', `\\${LINE}`],
    ['a table', `| a |\n|---|\n| ${LINE} |`],
  ])('%s', (_, body) => expect(commandsIn(body)).toEqual([]));
});

test('a long comment is read in no time', () => {
  const start = performance.now();
  for (const unit of ['> ', '`', '<!--', '[', '*', '<code>', `${LINE}\n`]) commandsIn(`${LINE}\n${unit.repeat(9_000)}`);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test.each([
  ['because it burns', 'it burns'],
  ['Because: it burns', 'it burns'],
  ['because', null],
  ['because   ', null],
  ['', null],
  ['it burns', null],
  ['becauseit', null],
])('the reason in "%s"', (text, reason) => expect(reasonOf({ name: 'override', text })).toBe(reason));
