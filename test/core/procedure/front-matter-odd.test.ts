// core/procedure: the front matter that real repositories committed and that breaks parsers. Its text is not ours to copy.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

type Odd = { readonly path: string; readonly kind: string; readonly text: string };
/** `text`: the first 12 hex digits of the text's SHA-256. `keys`: how many top-level keys are read. `problems`: `line:column kind`. */
type Expected = Pick<Odd, 'kind'> & {
  readonly index: number;
  readonly text: string;
  readonly state: string;
  readonly keys: number | null;
  readonly problems: readonly string[];
};

const DATA = new URL('../../../../shared/data/odd-front-matter.json', import.meta.url);
const expected: readonly Expected[] = JSON.parse(
  readFileSync(new URL('odd-front-matter.json', import.meta.url), 'utf8'),
);
const KINDS: readonly (readonly [kind: string, message: RegExp])[] = [
  ['conflict', /^A merge conflict that was never settled begins here\.$/],
  ['twice', /^`\w+` is set twice: on line \d+ and here\.$/],
  ['toml-between-dashes', /^`\w+ = …` is TOML, but the lines `---` around the block say that it is YAML\.$/],
  ['never-closed', /^The front matter that begins here is never closed: there is no second line `---`\.$/],
  ['backtick', /^`\w+` begins with a backtick, which YAML does not allow without quotes\.$/],
  ['second-colon', /^The value of `\w+` has a colon and a blank in it, which YAML reads as one more key\.$/],
  ['curly-quote', /^The quote that opens here \("\) is not closed on its line; a curly quote does not close it\.$/],
  ['wrong-indent', /^`\w+` is indented like no line above it, so YAML cannot tell what it belongs to\.$/],
];

function found({ path, kind, text }: Odd, index: number): Expected {
  const read = readFrontMatter(path, text);
  const problems = read.state === 'none' ? [] : read.problems;
  return {
    index,
    kind,
    text: createHash('sha256').update(text).digest('hex').slice(0, 12),
    state: read.state,
    keys: read.state === 'read' ? read.block.entries.length : null,
    problems: problems.map(({ rule, at, message }) => {
      const known = KINDS.find(([, pattern]) => pattern.test(message));
      return `${at.line}:${at.column} ${rule === 'front-matter-parses' && known ? known[0] : message}`;
    }),
  };
}

/** The numbers below `count` in an order of `seed`'s making. */
function shuffled(count: number, seed: number): readonly number[] {
  const rank = (index: number) => createHash('sha256').update(`${seed}:${index}`).digest('hex');
  return Array.from({ length: count }, (_, index) => index).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

test('the table holds 176 cases, and none of the kinds that only concern dates is broken', () => {
  expect(expected.map(({ index }) => index)).toEqual(Array.from({ length: 176 }, (_, index) => index));
  const dates = expected.filter(({ kind }) =>
    ['odd date', 'impossible date', 'odd interval', 'empty date'].includes(kind),
  );
  expect(dates.map(({ state }) => state)).toEqual(dates.map(() => 'read'));
});

const suite = existsSync(DATA) ? describe : describe.skip;
suite('the 176 odd blocks (skipped where ../shared is missing)', () => {
  const cases: readonly Odd[] = existsSync(DATA) ? JSON.parse(readFileSync(DATA, 'utf8')) : [];

  test('each gives the finding of the table, at its line', () => {
    expect(cases.map(found)).toEqual(expected);
  });

  test.each([1, 2])('none changes the result of another one (order %d)', (seed) => {
    const results = new Map(
      shuffled(cases.length, seed).map((index) => [index, cases[index] && found(cases[index], index)]),
    );
    expect(expected.map(({ index }) => results.get(index))).toEqual(expected);
  });
});
