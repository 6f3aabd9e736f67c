// test: how feedback is answered, in numbers.
import { expect, test } from '@jest/globals';
import { type Measured, measureFeedback } from '../../../src/core/feedback/measures.ts';

const HOUR = 3_600_000;
const issue = (more: Partial<Measured> = {}): Measured => ({
  ...{ repository: 'acme/ops', owner: '@acme/sre', severity: 'wrong', isOverdue: false },
  ...{ openedAt: 0, firstAnswer: null, resolution: null, reopened: 0, isOpen: true },
  ...more,
});

const ISSUES: readonly Measured[] = [
  issue({ severity: 'dangerous', isOverdue: true }),
  issue({ owner: '@Acme/SRE', firstAnswer: 2 * HOUR }),
  issue({
    firstAnswer: 4 * HOUR,
    resolution: 30.26 * HOUR,
    isOpen: false,
    reopened: 2,
    isOverdue: true,
    severity: 'dangerous',
  }),
  issue({ repository: 'acme/web', owner: null, firstAnswer: 10 * HOUR, resolution: 10 * HOUR, isOpen: false }),
];

test('all together', () => {
  expect(measureFeedback(ISSUES).total).toEqual({
    ...{ total: 4, open: 2, openDangerous: 1, unanswered: 1, overdue: 1, reopened: 1 },
    firstAnswerHours: { median: 4, p90: 10 },
    resolutionHours: { median: 10, p90: 30.3 },
  });
});

test('for each owner, whatever the case of the name, and nobody last', () => {
  const { owners } = measureFeedback([...ISSUES].reverse());
  expect(owners.map(({ owner, total }) => [owner?.toLowerCase() ?? null, total])).toEqual([
    ['@acme/sre', 3],
    [null, 1],
  ]);
});

test('for each repository', () => {
  const { repositories } = measureFeedback([...ISSUES].reverse());
  expect(repositories.map(({ repository, total, open }) => [repository, total, open])).toEqual([
    ['acme/ops', 3, 2],
    ['acme/web', 1, 0],
  ]);
});

test('of ten times the ninth is the 90th percentile, and the fifth the median', () => {
  const ten = Array.from({ length: 10 }, (_, n) => issue({ firstAnswer: (n + 1) * HOUR }));
  expect(measureFeedback(ten).total.firstAnswerHours).toEqual({ median: 5, p90: 9 });
});

test('nothing is measured of nothing', () => {
  expect(measureFeedback([])).toMatchObject({
    total: { total: 0, firstAnswerHours: null, resolutionHours: null },
    owners: [],
    repositories: [],
  });
});
