// test/core/procedure: metadata changed in place, only the lines that are meant.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits } from '../../../src/core/edit.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';
import { type NewValues, setMetadata } from '../../../src/core/procedure/set-metadata.ts';

function set(text: string, values: NewValues, aliases = {}): string {
  const result = setMetadata('a.md', text, readFrontMatter('a.md', text), values, aliases);
  return 'edits' in result ? applyEdits(text, result.edits) : `cannot: ${result.cannot}`;
}

const owner = { owner: '@acme/y' };

test.each([
  ['a quoted value', '---\nowner:   "@acme/x"   # who\n---\n', owner, '---\nowner:   "@acme/y"   # who\n---\n'],
  ['single quotes', "---\nowner: '@acme/x'\n---\n", owner, "---\nowner: '@acme/y'\n---\n"],
  ['a plain value that has to be quoted', '---\nowner: acme/x\n---\n', owner, '---\nowner: "@acme/y"\n---\n'],
  ['a plain value', '---\nrisk: low # yet\n---\n', { risk: 'high' }, '---\nrisk: high # yet\n---\n'],
  [
    'a date',
    '---\nlast_reviewed_on: 2024-01-01\n---\n',
    { last_reviewed_on: '2025-01-01' },
    '---\nlast_reviewed_on: 2025-01-01\n---\n',
  ],
  [
    'an alias under its own name',
    '---\nlast_review_date: 2024-01-01\n---\n',
    { last_reviewed_on: '2025-01-01' },
    '---\nlast_review_date: 2025-01-01\n---\n',
  ],
  [
    'the name that counts',
    '---\nreviewed_on: 2023-01-01\nlast_reviewed: 2024-01-01\n---\n',
    { last_reviewed_on: '2025-01-01' },
    '---\nreviewed_on: 2023-01-01\nlast_reviewed: 2025-01-01\n---\n',
  ],
  [
    'the name that is not empty',
    '---\nowner:\nowner_team: acme/x\n---\n',
    owner,
    '---\nowner:\nowner_team: "@acme/y"\n---\n',
  ],
  ['CRLF', '---\r\ntitle: T\r\n---\r\n# T\r\n', owner, '---\r\ntitle: T\r\nowner: "@acme/y"\r\n---\r\n# T\r\n'],
  ['a BOM', '\uFEFF---\nowner: acme/x\n---\n', owner, '\uFEFF---\nowner: "@acme/y"\n---\n'],
  ['an empty value', '---\nowner:\ntitle: T\n---\n', owner, '---\nowner: "@acme/y"\ntitle: T\n---\n'],
  ['an empty value with a comment', '---\nowner: # who?\n---\n', owner, '---\nowner: "@acme/y" # who?\n---\n'],
  [
    'a value over two lines',
    '---\ndescription: a\n  b\nx: 1\n---\n',
    { purpose: 'c' },
    '---\ndescription: c\nx: 1\n---\n',
  ],
  [
    'several keys',
    '---\ntitle: T\n---\n',
    { owner: '@acme/y', review_in: '6 months' },
    '---\ntitle: T\nowner: "@acme/y"\nreview_in: 6 months\n---\n',
  ],
  ['an empty block', '---\n---\n', { title: 'Yes' }, '---\ntitle: "Yes"\n---\n'],
  ['a block of comments', '---\n# todo\n---\n', { risk: 'low' }, '---\n# todo\nrisk: low\n---\n'],
  ['no block', '# T\n', owner, '---\nowner: "@acme/y"\n---\n\n# T\n'],
  ['no block, BOM and CRLF', '\uFEFF# T\r\n', owner, '\uFEFF---\r\nowner: "@acme/y"\r\n---\r\n\r\n# T\r\n'],
  ['an empty file', '', owner, '---\nowner: "@acme/y"\n---\n'],
  [
    'a removal',
    '---\ntitle: T\nowner: acme/x # gone\nrisk: low\n---\n',
    { owner: null },
    '---\ntitle: T\nrisk: low\n---\n',
  ],
  [
    'a removal under all names',
    '---\nowner: acme/x\nmaintainer: acme/z\nrisk: low\n---\n',
    { owner: null },
    '---\nrisk: low\n---\n',
  ],
  ['a removal of nothing', '---\nrisk: low\n---\n', { owner: null }, '---\nrisk: low\n---\n'],
  ['the same value', '---\nrisk: low\n---\n', { risk: 'low' }, '---\nrisk: low\n---\n'],
  ['brackets', '---\n{owner: acme/x, risk: low}\n---\n', owner, '---\n{owner: "@acme/y", risk: low}\n---\n'],
  [
    'TOML',
    "+++\ntitle = 'T' # t\nlast_reviewed_on = 2024-01-01\n+++\n",
    { title: 'U', last_reviewed_on: '2025-01-01' },
    "+++\ntitle = 'U' # t\nlast_reviewed_on = 2025-01-01\n+++\n",
  ],
  [
    'TOML with tables',
    '+++\ntitle = "T"\n[params]\na = 1\n+++\n',
    owner,
    '+++\ntitle = "T"\nowner = "@acme/y"\n[params]\na = 1\n+++\n',
  ],
  [
    'JSON',
    '---json\n{\n  "title": "T"\n}\n---\n',
    { title: 'U', ...owner },
    '---json\n{\n  "title": "U",\n  "owner": "@acme/y"\n}\n---\n',
  ],
] as const)('%s', (_, text, values, after) => {
  expect(set(text, values)).toBe(after);
});

test.each([
  ['broken front matter', '---\nowner: @x\n---\n', owner, 'the front matter cannot be read'],
  ['a list', '---\nowners: [acme/x]\n---\n', owner, '`owners` holds a list'],
  ['a map', '---\nchange: {type: normal}\n---\n', { change: 'x' }, '`change` holds a map'],
  ['a block scalar', '---\nowner: |\n  acme/x\n---\n', owner, '`owner` is written as a block, an anchor or an alias'],
  [
    'an anchor',
    '---\nowner: &o acme/x\nmaintainer: *o\n---\n',
    owner,
    '`owner` is written as a block, an anchor or an alias',
  ],
  ['a new key between brackets', '---\n{risk: low}\n---\n', owner, 'its keys do not stand on lines of their own'],
  [
    'a removal between brackets',
    '---\n{risk: low}\n---\n',
    { risk: null },
    '`risk` does not stand on a line of its own',
  ],
  [
    'a removal over two lines',
    '---\ndescription: a\n  b\n---\n',
    { purpose: null },
    '`description` does not stand on a line of its own',
  ],
])('%s cannot be changed, and it is said why', (_, text, values, reason) => {
  expect(set(text, values)).toBe(`cannot: ${reason}`);
});

test('aliases of the configuration keep their names too', () => {
  const text = '---\nteam: acme/x\n---\n';
  expect(set(text, owner, { owner: ['team'] })).toBe('---\nteam: "@acme/y"\n---\n');
});

describe('whatever the value, it reads back as that value and only its line changes', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      'yes',
      'no',
      'null',
      '~',
      '1',
      '1e3',
      '0x1f',
      '1_000',
      '.5',
      '2024-01-01',
      '- a',
      'a: b',
      'a #b',
      "it's",
      '"',
      '@a/b',
      '*a',
      '&a',
      '!a',
      '|',
      '>',
      '%',
      '`',
      '[',
      '{',
      '? a',
      ' a ',
      '12:30:45',
      '<<',
      '=',
      '---',
      '...',
    ),
  );
  const blocks = [
    '---\ntitle: T\nrisk: low # r\ntags: [a, b]\n---\n# Body\n',
    '---\r\ntitle: \'T\'\r\nrisk: "low"\r\n---\r\n# Body\r\n',
    '+++\ntitle = "T"\nrisk = \'low\'\n[a]\nb = 1\n+++\n# Body\n',
    '---json\n{"title": "T",\n "risk": "low"}\n---\n# Body\n',
    '# Body\n',
  ];
  test.each(blocks)('%j', (text) => {
    fc.assert(
      fc.property(value, fc.constantFrom('title', 'risk', 'owner'), (wanted, key) => {
        const before = readFrontMatter('a.md', text);
        const result = setMetadata('a.md', text, before, { [key]: wanted });
        if ('cannot' in result) {
          // Only what no metadata can hold: control characters and half characters.
          expect(wanted).toMatch(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Cf}\u2028\u2029]/u);
          return;
        }
        const text2 = applyEdits(text, result.edits);
        const after = readFrontMatter('a.md', text2);
        if (after.state !== 'read') throw new Error(after.state);
        const old = before.state === 'read' ? before.block.entries.map((entry) => [entry.key, entry.value]) : [];
        expect(new Map(after.block.entries.map((entry) => [entry.key, entry.value]))).toEqual(
          new Map([...old, [key, wanted]] as [string, unknown][]),
        );
        const kept = text2.split('\n');
        const gone = text.split('\n').filter((line) => !kept.includes(line));
        expect(gone.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});

const corpora = join(import.meta.dirname, '../../../../shared/corpora');
const onCorpora = existsSync(corpora) ? test : test.skip;

onCorpora(
  'on every file of the five corpora a review changes or adds these lines and no other (skipped where ../shared is missing)',
  () => {
    const counts = { files: 0, edited: 0 };
    const leftAlone: string[] = [];
    for (const path of globSync('**/*.{md,erb}', { cwd: corpora }).sort()) {
      const text = readFileSync(join(corpora, path), 'utf8');
      const before = readFrontMatter(path, text);
      const result = setMetadata(path, text, before, REVIEW);
      counts.files += 1;
      if ('cannot' in result) {
        leftAlone.push(`${path}: ${result.cannot}`);
        continue;
      }
      counts.edited += 1;
      const reviewedText = applyEdits(text, result.edits);
      expect({ path, ...changed(text, reviewedText) }).toEqual({ path, gone: [], come: [] });
      const after = readFrontMatter(path, reviewedText);
      expect({ path, says: valuesIn(after) }).toEqual({ path, says: { ...valuesIn(before), ...namedAs(before) } });
      // Reviewed again on the same day by the same: nothing changes.
      expect(setMetadata(path, reviewedText, after, REVIEW)).toEqual({ edits: [] });
    }
    expect(counts).toEqual({ files: 793, edited: 791 });
    expect(leftAlone).toEqual([
      'alphagov_govuk-developer-docs/source/manual/alerts/whitehall-scheduled-publishing.html.md.erb: the front matter cannot be read',
      'prometheus-operator_runbooks/archetypes/default.md: the front matter cannot be read',
    ]);
  },
);

const REVIEW = { last_reviewed_on: '2026-11-23', last_reviewed_by: '@acme/sre' };
const REVIEW_LINE =
  /^(?:last_reviewed_on|last_review_date|last_reviewed|last_verified_at|reviewed_on|lastReviewed|last_reviewed_by|reviewed_by) ?[:=]/;

/** The lines that are gone and that have come, but for those of the review keys, and for the fences and the blank line of a new block. */
function changed(before: string, after: string) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const [was, is] = [counted(old), counted(now)];
  const isMeant = (line: string) => REVIEW_LINE.test(line);
  const isNewBlock = !/^\uFEFF?(?:---|\+\+\+)/.test(before);
  const ofBlock = (line: string) => isNewBlock && /^\uFEFF?(?:---)?\r?$/.test(line);
  return {
    gone: old.filter((line) => (is.get(line) ?? 0) < (was.get(line) ?? 0) && !isMeant(line)),
    come: now.filter((line) => (was.get(line) ?? 0) < (is.get(line) ?? 0) && !isMeant(line) && !ofBlock(line)),
  };
}

function counted(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function valuesIn(frontMatter: ReturnType<typeof readFrontMatter>): Readonly<Record<string, unknown>> {
  if (frontMatter.state !== 'read') return {};
  return Object.fromEntries(frontMatter.block.entries.map(({ key, value }) => [key, value]));
}

/** A key that stands there under another name keeps it. */
function namedAs(frontMatter: ReturnType<typeof readFrontMatter>): Readonly<Record<string, string>> {
  const values = valuesIn(frontMatter);
  const on = ['last_reviewed_on', 'last_review_date', 'last_reviewed'].find((key) => values[key]) ?? 'last_reviewed_on';
  return { [on]: REVIEW.last_reviewed_on, last_reviewed_by: REVIEW.last_reviewed_by };
}
