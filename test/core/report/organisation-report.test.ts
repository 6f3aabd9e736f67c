// core/report: how an organisation's procedures are looked after, in numbers.
import { expect, test } from '@jest/globals';
import { type Measured, measureFeedback } from '../../../src/core/feedback/measures.ts';
import { NO_COUNTS, type ReportRow, reportOf, reportText } from '../../../src/core/report/organisation-report.ts';

const ON = '2026-11-23';
const row = (repository: string, owner: string | null, more: Partial<ReportRow> = {}): ReportRow => ({
  ...{ ...NO_COUNTS, repository, owner, procedures: 2, owned: owner === null ? 0 : 2, able: owner === null ? 0 : 1 },
  ...more,
});
const text = (
  rows: readonly ReportRow[],
  before: readonly ReportRow[] | null = null,
  unnamed = 0,
  feedback = measureFeedback([]),
) =>
  reportText({
    report: reportOf(rows),
    before: before && { on: '2026-11-16', report: reportOf(before) },
    on: ON,
    unnamed,
    feedback,
  });

test('owners are summed over repositories in any case of letters, and repositories over owners', () => {
  const report = reportOf([
    row('acme/ops', '@acme/SRE'),
    row('acme/ops', null),
    row('acme/web', '@acme/sre', { feedback: 3, answered: 1 }),
  ]);
  expect(report.total).toMatchObject({ procedures: 6, owned: 4, able: 2, feedback: 3, answered: 1 });
  expect(report.owners).toMatchObject([
    { name: '@acme/SRE', procedures: 4, owned: 4, feedback: 3 },
    { name: null, procedures: 2, owned: 0 },
  ]);
  expect(report.repositories).toMatchObject([
    { name: 'acme/ops', procedures: 4, owned: 2 },
    { name: 'acme/web', procedures: 2, owned: 2 },
  ]);
});

test('the first report has no changes, the next one says what moved', () => {
  const rows = [row('acme/ops', '@acme/sre', { specific: 1, current: 2, feedback: 4, answered: 3 })];
  expect(text(rows)).toContain('2 procedures in 1 repository on 2026-11-23.\n');
  expect(text(rows)).toContain('- **2 of 2** (100 %) have an owner\n');
  expect(text([row('acme/ops', '@a')])).not.toContain('90 days');
  expect(text(rows)).toContain('- **3 of 4** (75 %) reports of the last 90 days were answered\n');
  const next = text(rows, [row('acme/ops', '@acme/sre', { able: 2, specific: 0, current: 2 })]);
  expect(next).toContain('The change since 2026-11-16 stands in brackets.\n');
  expect(next).toContain('- **1 of 2** (50 %) (−1) have an owner who can act\n');
  expect(next).toContain('- **1 of 2** (50 %) (+1) are given to somebody by a specific line of CODEOWNERS\n');
  expect(next).toContain('| `@acme/sre` | 2 | 2 | 1 (−1) | 1 (+1) | 0 | 2 | 0 | 0 | 3 of 4 |\n');
});

test('a share is 100 % only for all and 0 % only for none', () => {
  const rows = [row('acme/ops', '@a', { procedures: 1_000, owned: 999, able: 1, dated: 0, current: 1_000 })];
  const shares = [...text(rows).matchAll(/^- \*\*(\d+ of 1000)\*\* \((\d+ %)\)/gm)].map(([, of, share]) => [of, share]);
  expect(shares.slice(0, 5)).toEqual([
    ['999 of 1000', '99 %'],
    ['1 of 1000', '1 %'],
    ['0 of 1000', '0 %'],
    ['0 of 1000', '0 %'],
    ['1000 of 1000', '100 %'],
  ]);
});

test('how feedback is answered stands beside it, where there is any', () => {
  const HOUR = 3_600_000;
  const measured = (more: Partial<Measured>): Measured => ({
    ...{ repository: 'acme/ops', owner: '@acme/sre', severity: 'wrong', openedAt: 0, firstAnswer: null },
    ...{ resolution: null, reopened: 0, isOpen: true, isOverdue: false },
    ...more,
  });
  const feedback = measureFeedback([
    measured({ severity: 'dangerous', isOverdue: true }),
    measured({ firstAnswer: 2 * HOUR, resolution: 50 * HOUR, isOpen: false, reopened: 1 }),
    measured({ repository: 'acme/web', owner: null, firstAnswer: 4 * HOUR }),
  ]);
  expect(text([row('acme/ops', '@a')])).not.toContain('### Feedback');
  const said = text([row('acme/ops', '@a')], null, 0, feedback);
  expect(said.slice(said.indexOf('| all |')).split('\n').slice(0, 5)).toEqual([
    '| all | 2 | 1 | 1 | 1 | 2 h | 50 h | 1 |',
    '| `@acme/sre` | 1 | 1 | 1 | 1 | 2 h | 50 h | 1 |',
    '| _nobody_ | 1 | 0 | 0 | 0 | 4 h |  | 0 |',
    '| `acme/ops` | 1 | 1 | 1 | 1 | 2 h | 50 h | 1 |',
    '| `acme/web` | 1 | 0 | 0 | 0 | 4 h |  | 0 |',
  ]);
});

test('what is not to be named is counted', () => {
  expect(text([row('acme/ops', '@a')], null, 2)).toMatch(
    /in 3 repositories[\s\S]*_In the counts above, and not named here, where more people read: 2 repositories that are not public\._\n$/,
  );
});

test('2,000 owners in 3,000 repositories stay under 60,000 characters, the largest named', () => {
  const rows = Array.from({ length: 3_000 }, (_, at) =>
    row(`acme/repository-${at}`, `@acme/team-${at % 2_000}`, { procedures: 3_000 - at }),
  );
  const long = text(rows, rows);
  expect(long.length).toBeLessThan(60_000);
  expect(long).toContain('`acme/repository-0`');
  expect(long).toContain('`@acme/team-0`');
  for (const [table, total] of [
    ['owner', 2_000],
    ['repository', 3_000],
  ] as const) {
    const [, part = ''] = long.split(`| ${table} | `);
    const end = part.split('\n### ')[0] ?? '';
    const left = Number(/_and (\d+) more with fewer procedures_/.exec(end)?.[1]);
    expect(end.split('\n').filter((line) => line.startsWith('| `')).length + left).toBe(total);
  }
});

test('names are inactive, in the cell of a table too', () => {
  const evil = '@acme/x | <img> `` #1';
  const said = text([row(evil, evil)]);
  expect(said).not.toMatch(/^\| [^`]*(@acme|<img|#1)/m);
  expect(
    said
      .split('\n')
      .filter((line) => line.includes('acme/x'))
      .map((line) => line.replace(/\\\|/g, '').split('|').length),
  ).toEqual([12, 12]);
});
