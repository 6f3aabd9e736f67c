// What is wrong in a configuration: every case of test/cases/config-problems.json, whole messages.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/core/edit.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';

type Case = {
  readonly config: string;
  readonly problems: readonly {
    readonly at: string;
    readonly level: string;
    readonly message: string;
    readonly fix: string;
    readonly mended?: string;
  }[];
};

const cases = JSON.parse(readFileSync(new URL('../../cases/config-problems.json', import.meta.url), 'utf8')) as Case[];

function problemsOf(text: string) {
  return readPolicy({ repository: { path: 'c.yml', text }, organisation: null, today: '2026-11-20' }).problems;
}

test.each(cases)('$config', ({ config, problems }) => {
  const found = problemsOf(config).map(({ rule, path, at, level = 'failure', message, fix }) => ({
    rule,
    path,
    at: `${at.line}:${at.column}`,
    level,
    message,
    fix: fix?.text,
    certain: fix?.certain,
    ...(fix && fix.edits.length > 0 ? { mended: applyEdits(config, fix.edits) } : {}),
  }));
  expect(found).toEqual(
    problems.map((problem) => ({ rule: 'config-valid', path: 'c.yml', certain: false, ...problem })),
  );
});

test.each(
  cases.flatMap(({ config, problems }) =>
    problems.filter(({ mended }) => mended).map((problem) => ({ ...problem, config })),
  ),
)('the fix of "$message" mends it', ({ message, mended, config }) => {
  const messages = (text: string) => problemsOf(text).map((problem) => problem.message);
  expect(messages(config)).toContain(message);
  expect(messages(mended ?? config)).not.toContain(message);
});

test('the table holds at least 100 configurations', () => {
  expect(cases.length).toBeGreaterThanOrEqual(100);
});

test.each([
  ['defaults: {risk: hihg}', '1:18', 'failure'],
  ['defaults: {ownr: "@acme/sre"}', '1:12', 'warning'],
  ['defaults: {title: Runbook}', '1:12', 'warning'],
  ['defaults: {owner: payments}', '1:19', 'failure'],
])('metadata in `defaults` is checked: %s', (config, at, level) => {
  const found = problemsOf(config).map((problem) => [
    problem.rule,
    `${problem.at.line}:${problem.at.column}`,
    problem.level ?? 'failure',
  ]);
  expect(found).toEqual([['config-valid', at, level]]);
});

test('a reference to a team of the own organisation, which is not known here, is no problem in `defaults`', () => {
  expect(problemsOf('defaults: {owner: "group:default/sre"}')).toEqual([]);
});

test('at most 100 problems of one file are told', () => {
  const config = Array.from({ length: 400 }, (_, i) => `colour${i}: red`).join('\n');
  expect(problemsOf(config)).toHaveLength(100);
});
