import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told, verdictOn } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const at = (text: string) => ({ head: { [CONFIG]: '', [RUNBOOK]: text } });

test.each<RuleCase>([
  [
    'an owner without quotes, mended',
    at('---\ntitle: A\nowner: @acme/dba # ours\n---\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@acme/dba"`.',
        certain: true,
        after: { 'runbooks/a.md': '---\ntitle: A\nowner: "@acme/dba" # ours\n---\n' },
      },
    ],
  ],
  [
    'line endings and the BOM stay',
    at('\uFEFF---\r\nowner: @acme/dba\r\n---\r\n# A\r\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@acme/dba"`.',
        certain: true,
        after: { 'runbooks/a.md': '\uFEFF---\r\nowner: "@acme/dba"\r\n---\r\n# A\r\n' },
      },
    ],
  ],
  [
    'a block that nothing closes',
    at('---\ntitle: A\n\n# A\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:1',
        says: 'The front matter that begins here is never closed: there is no second line `---`.',
        fix: 'Add a line `---` behind the last key, as line 3.',
        after: { 'runbooks/a.md': '---\ntitle: A\n---\n\n# A\n' },
      },
    ],
  ],
  [
    'a key twice',
    at('---\nowner: "@a"\nowner: "@b"\n---\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:1',
        says: '`owner` is set twice: on line 2 and here.',
        fix: 'Keep one of the two.',
      },
    ],
  ],
  [
    'executable',
    at('---js\n{owner: process.env.HOME}\n---\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:1:4',
        says: 'The front matter is marked `js`; only YAML, TOML and JSON are read, and nothing is ever run.',
        fix: 'Write it as YAML between two lines `---`.',
      },
    ],
  ],
  [
    'more than 16 KiB',
    at(`---\npurpose: ${'x'.repeat(17_000)}\n---\n`),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:1',
        says: 'The metadata is 17,010 bytes long; at most 16,384 are read.',
        fix: 'Shorten it, and move long texts to the body of the document.',
      },
    ],
  ],
  [
    'the base has it already: shown, not enforced',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: @x\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: @x\n---\nMore.\n' },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:2:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@x"`.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@x"\n---\nMore.\n' },
      },
    ],
  ],
  [
    'the change breaks it: enforced',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@x"\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: @x\n---\n' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@x"`.',
        certain: true,
        after: { 'runbooks/a.md': '---\nowner: "@x"\n---\n' },
      },
    ],
  ],
  [
    'the same mistake is not a new one where it moves',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: @x\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\ntitle: A\nowner: @x\n---\n' },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:3:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@x"`.',
        certain: true,
        after: { 'runbooks/a.md': '---\ntitle: A\nowner: "@x"\n---\n' },
      },
    ],
  ],
  ['no block', at('# A\n'), []],
  ['an empty block', at('---\n---\n'), []],
  ['a rule across the page is no block', at('# A\n\n---\n\nowner: @x\n\n---\n'), []],
])('%s', (_, world, expected) => {
  expect(told('front-matter-parses', world)).toEqual(expected);
});

test('one broken block costs one finding: nothing else is said of what nobody could read, nor of the other files', () => {
  const head = {
    [CONFIG]: 'defaults: {owner: "@jdoe", risk: low}\nowners: {map: {x: "@acme/x"}}\n',
    '.github/CODEOWNERS': '/.github/ @acme/leads\n/runbooks/ @acme/dba\n',
    [RUNBOOK]: '---\nowner: @acme/dba\nsuperseded_by: gone\n---\n# A\n',
    'runbooks/b.md': '---\nowner: "@acme/dba"\nlast_reviewed_on: 2026-11-01\n---\n',
  };
  const { findings } = verdictOn({ head, owners: { '@jdoe': 'missing', '@acme/dba': 'alive' } });
  expect(findings.map(({ rule, path }) => `${path} ${rule}`)).toEqual([`${RUNBOOK} front-matter-parses`]);
});
