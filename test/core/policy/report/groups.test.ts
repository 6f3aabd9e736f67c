import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../src/core/finding.ts';
import { groupFindings } from '../../../../src/core/policy/report/groups.ts';

const fix = (text: string) => ({ text, edits: [], certain: false });
const finding = (message: string, other: Partial<Finding>): Finding => ({
  rule: 'owner-declared',
  level: 'failure',
  enforced: false,
  path: 'a.md',
  line: 1,
  column: 1,
  message,
  fix: null,
  docs: '',
  ...other,
});

test('what fails comes first, then the weightiest, then the most frequent', () => {
  const groups = groupFindings([
    finding('notice', { level: 'notice' }),
    finding('warning', { level: 'warning' }),
    finding('twice', {}),
    finding('twice', { path: 'b.md' }),
    finding('once', {}),
    finding('thrice', {}),
    finding('thrice', { path: 'b.md' }),
    finding('thrice', { path: 'c.md' }),
    finding('enforced', { enforced: true }),
  ]);
  expect(groups.map(({ first, all }) => [first.message, all.length])).toEqual([
    ['enforced', 1],
    ['thrice', 3],
    ['twice', 2],
    ['once', 1],
    ['warning', 1],
    ['notice', 1],
  ]);
});

test('the same words of another rule, level or weight are another group', () => {
  const same = [finding('x', {}), finding('x', { rule: 'owner-valid' }), finding('x', { level: 'warning' })];
  expect(groupFindings([...same, finding('x', { enforced: true })])).toHaveLength(4);
});

test('a group knows whether one fix mends all of it', () => {
  const isOneFix = (...texts: readonly string[]) =>
    groupFindings(texts.map((text) => finding('x', { fix: fix(text) }))).map((group) => group.isOneFix);
  expect(isOneFix('a', 'a')).toEqual([true]);
  expect(isOneFix('a', 'b')).toEqual([false]);
});
