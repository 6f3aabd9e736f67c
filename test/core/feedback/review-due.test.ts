// test: which reports make a review due now, and which make a procedure questioned.
import { describe, expect, test } from '@jest/globals';
import { questioned, type Report, reviewDueNow } from '../../../src/core/feedback/review-due.ts';

const report = (issue: number, openedOn: string, more: Partial<Report> = {}): Report => ({
  ...{ issue, openedOn, severity: 'wrong', isOpen: true, isRejected: false },
  ...more,
});
const THREE = [report(3, '2026-11-01'), report(1, '2026-08-25'), report(2, '2026-09-09', { isOpen: false })];
const THIRD = '2026-11-01';
const TODAY = '2026-11-23';

describe('a review is due now', () => {
  test.each<[string, readonly Report[], string | null, ReturnType<typeof reviewDueNow>]>([
    ['for three reports in 90 days, open or not', THREE, null, { because: 'reports', since: THIRD, issues: [1, 2, 3] }],
    ['not for three in 91 days', [report(9, '2026-08-24'), ...THREE.slice(0, 1), ...THREE.slice(2)], null, null],
    ['not for two', THREE.slice(1), null, null],
    ['not for reports that were rejected', THREE.map((one) => ({ ...one, isRejected: true })), null, null],
    ['not for reports from before the last review', THREE, '2026-09-09', null],
    [
      'for reports since the day of the last review',
      THREE,
      '2026-08-25',
      { because: 'reports', since: THIRD, issues: [1, 2, 3] },
    ],
    ['not for reports of days to come', [...THREE.slice(0, 2), report(4, '2026-11-24')], null, null],
    [
      'for one that is dangerous, however old',
      [report(5, '2025-01-01', { severity: 'dangerous' }), ...THREE],
      null,
      { because: 'dangerous', since: '2025-01-01', issues: [5] },
    ],
    [
      'not for a dangerous one that is settled',
      [report(5, '2026-11-01', { severity: 'dangerous', isOpen: false })],
      null,
      null,
    ],
    [
      'not for a dangerous one from before the last review',
      [report(5, '2026-11-01', { severity: 'dangerous' })],
      '2026-11-02',
      null,
    ],
    ['not for nothing', [], null, null],
  ])('%s', (_, reports, reviewedOn, due) => {
    expect(reviewDueNow(reports, reviewedOn, TODAY)).toEqual(due);
  });
});

describe('a procedure is questioned', () => {
  const dangerous = (issue: number, openedOn: string, more: Partial<Report> = {}) =>
    report(issue, openedOn, { severity: 'dangerous', ...more });
  test.each<[string, readonly Report[], ReturnType<typeof questioned>]>([
    [
      'since the oldest dangerous report',
      [dangerous(2, '2026-11-05'), dangerous(1, '2026-11-01')],
      { since: '2026-11-01', issues: [1, 2] },
    ],
    ['not by another report', THREE, null],
    ['not by one that is closed', [dangerous(1, '2026-11-01', { isOpen: false })], null],
    ['not by one that was rejected', [dangerous(1, '2026-11-01', { isRejected: true })], null],
  ])('%s', (_, reports, expected) => {
    expect(questioned(reports)).toEqual(expected);
  });
});
