// test: five real repositories, with the configuration that each count was made with, and with none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { PROJECT, steward } from './cli/steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const shared = join(PROJECT, '../shared');
const isHere = existsSync(join(shared, 'corpora'));
const here = { path: PROJECT };

type Procedure = {
  readonly owner: unknown;
  readonly coverage: string;
  readonly review: { readonly state: string; readonly next: string | null; readonly last: string | null };
};
type Counts = { readonly procedures: number } & Readonly<Record<string, number>>;

async function counts(name: string, today: string): Promise<Counts> {
  const config = join(shared, 'data/corpora-config', `${name}.yml`);
  const words = ['check', join(shared, 'corpora', name), '--config', config, '--today', today, '--format', 'json'];
  const { code, out, err } = await steward(here, words);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const { procedures }: { procedures: readonly Procedure[] } = JSON.parse(out);
  const count = (fits: (procedure: Procedure) => boolean): number => procedures.filter(fits).length;
  return {
    procedures: procedures.length,
    owned: count(({ owner }) => owner !== null),
    dated: count(({ review }) => review.last !== null),
    overdue: count(({ review }) => review.state === 'overdue'),
    dueThatDay: count(({ review }) => review.next === today),
    specific: count(({ coverage }) => coverage === 'specific'),
    catchAll: count(({ coverage }) => coverage === 'catch-all'),
  };
}

const MOJ = 'ministryofjustice_modernisation-platform';
const COUNTED: readonly (readonly [name: string, today: string, expected: Counts])[] = [
  [MOJ, '2026-08-07', expected(136, { dated: 135, dueThatDay: 1, catchAll: 136 })],
  [MOJ, '2026-08-08', expected(136, { dated: 135, overdue: 1, catchAll: 136 })],
  ['giantswarm_docs', '2026-08-21', expected(283, { owned: 282, dated: 256, overdue: 68, catchAll: 283 })],
  ['prometheus-operator_runbooks', '2026-08-21', expected(108, {})],
  ['alphagov_govuk-developer-docs', '2026-08-21', expected(238, {})],
  ['aws-samples_aws-incident-response-playbooks', '2026-08-21', expected(14, {})],
];

/** What is not named is 0. */
function expected(procedures: number, others: Readonly<Record<string, number>>): Counts {
  return { procedures, owned: 0, dated: 0, overdue: 0, dueThatDay: 0, specific: 0, catchAll: 0, ...others };
}

/** What somebody sees who runs `steward check` there for the first time: the first line and the exit code. */
const FIRST_SEEN: readonly (readonly [name: string, title: string])[] = [
  [MOJ, '56 of 56 procedures have no owner (not enforced yet)'],
  ['giantswarm_docs', 'No procedure found (not enforced yet)'],
  ['prometheus-operator_runbooks', '108 of 108 procedures have no owner (not enforced yet)'],
  ['alphagov_govuk-developer-docs', 'No procedure found (not enforced yet)'],
  ['aws-samples_aws-incident-response-playbooks', '14 of 14 procedures have no owner (not enforced yet)'],
];

if (!isHere) test.skip('real repositories: ../shared is not here, so nothing was counted', () => {});

(isHere ? describe : describe.skip)('a real repository', () => {
  test.each(COUNTED)('%s on %s, with its configuration', async (name, today, wanted) => {
    expect(await counts(name, today)).toEqual(wanted);
  });

  test.each(FIRST_SEEN)('%s with no configuration', async (name, title) => {
    const { code, out, err } = await steward(here, ['check', join(shared, 'corpora', name), '--today', '2026-08-21']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[0]).toBe(title);
    expect(out.split('\n').length).toBeLessThan(100);
    if (title.startsWith('No procedure')) expect(out).toContain('0 procedures; looked for **/{runbook,');
  });
});
