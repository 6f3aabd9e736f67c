// core/procedure: front matter made to hurt. Time bounds are hang guards, ten times the figures that `bench/` is held to.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { applyEdits } from '../../../src/core/edit.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';
import { processorMs } from '../../processor-time.ts';
import { count } from '../../reliability/counts.ts';
import { EXPENSIVE, fenced } from './expensive-documents.ts';
import { breach } from './robust-checks.ts';
import { documents } from './robust-documents.ts';

const HANG_MS = 2_500;

describe('26 ways to be expensive, in 4 sizes', () => {
  test('there are 104', () => expect(EXPENSIVE.length).toBe(104));

  test.each(EXPENSIVE)('$name, $size bytes', ({ content }) => {
    for (const text of fenced(content)) {
      const taken = processorMs(() => expect(breach(text)).toBeNull());
      expect(taken).toBeLessThan(HANG_MS);
    }
  });
});

describe('keys that reach for a prototype', () => {
  const keys = ['__proto__', 'constructor', 'prototype'];
  const forms = [
    'K: {polluted: 1}',
    '"K": {polluted: 1}',
    '{"K": {"polluted": 1}}',
    '"K": 1',
    "'K': [polluted]",
    '? K\n: 1',
    '"K":\n  polluted: 1',
    'K: &a {polluted: 1}',
    '{K: 1}',
    'K:',
  ];
  const names = keys.flatMap((key) => forms.map((form) => form.replace('K', key)));
  const places: readonly (readonly [name: string, wrap: (body: string) => string])[] = [
    ['at the top', (body) => body],
    ['in a map', (body) => `a:\n  ${body.replaceAll('\n', '\n  ')}`],
    ['in a list', (body) => `a:\n  - ${body.replaceAll('\n', '\n    ')}`],
    ['behind other keys', (body) => (body.startsWith('{') ? `{b: 1, ${body.slice(1)}` : `b: 1\n${body}`)],
  ];
  const cases = places.flatMap(([name, wrap]) =>
    names.map((body) => [JSON.stringify(body), name, wrap(body)] as const),
  );

  test('there are 120', () => expect(cases.length).toBe(120));

  test.each(cases)('%s %s', (_, __, content) => {
    const read = readFrontMatter('a.md', `---\n${content}\n---\n`);
    const messages = read.state === 'none' ? [] : read.problems.map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringMatching(/^`(?:__proto__|constructor|prototype)` is not allowed as a key\.$/),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(keys)('%s in TOML and JSON', (key) => {
    for (const text of [
      `+++\n${key} = 1\n+++\n`,
      `+++\n[a.${key}]\npolluted = 1\n+++\n`,
      `---json\n{"a": {"${key}": {"polluted": 1}}}\n---\n`,
    ]) {
      const read = readFrontMatter('a.md', text);
      expect(read.state === 'broken' && read.problems.map(({ message }) => message)).toEqual([
        `\`${key}\` is not allowed as a key.`,
      ]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });
});

describe('random documents', () => {
  const [many, some] = [count(100_000, 25_000), count(20_000, 5_000)];

  test(`${many} of them break no promise`, () => {
    const broken = fc.sample(documents, { numRuns: many, seed: 8 }).filter((text) => breach(text) !== null);
    expect(broken).toEqual([]);
  }, 120_000);

  test('a certain fix mends what it is for: the same problem is not there afterwards', () => {
    const wrong = fc.sample(documents, { numRuns: some, seed: 9 }).filter((text) => {
      const read = readFrontMatter('a.md', text);
      const fixes = read.state === 'none' ? [] : read.problems.filter(({ fix }) => fix?.certain);
      const after = readFrontMatter(
        'a.md',
        applyEdits(
          text,
          fixes.flatMap(({ fix }) => fix?.edits ?? []),
        ),
      );
      const left = after.state === 'none' ? [] : after.problems;
      return fixes.some(({ at, message }) =>
        left.some((other) => other.message === message && other.at.line === at.line),
      );
    });
    expect(wrong).toEqual([]);
  }, 120_000);

  test('JSON is read as JSON.parse reads it', () => {
    const property = fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.jsonValue({ maxDepth: 3 })),
      (value) => {
        const text = `---json\n${JSON.stringify(value, null, '\t')}\n---\n`;
        const read = readFrontMatter('a.md', text);
        if (read.state !== 'read') return /"(?:__proto__|constructor|prototype|)":/.test(text);
        const entries = read.block.entries.map((entry) => [entry.key, entry.value]);
        return JSON.stringify(Object.fromEntries(entries)) === JSON.stringify(value);
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 10 });
  });
});
