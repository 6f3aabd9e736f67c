// flows: how an organisation's procedures are looked after → one issue in the policy's repository, once a week.
import { z } from 'zod';
import { type FeedbackReport, measureFeedback } from '../core/feedback/measures.ts';
import {
  type Before,
  NO_COUNTS,
  REPORT_TITLE,
  type Report,
  type ReportCounts,
  type ReportRow,
  reportOf,
  reportText,
} from '../core/report/organisation-report.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName, type RepositoryName } from '../github/github.ts';
import { policyPlaces, readPolicyState } from '../github/organisation-policy.ts';
import { measuredFeedback, readFeedbackRows } from '../store/feedback-reports.ts';
import { readInstallation } from '../store/installations.ts';
import { issuePlace } from '../store/issues.ts';
import { type ReportRowKept, readReportRows } from '../store/report.ts';
import { findRepository, readRepositories } from '../store/repositories.ts';
import { keepIssue, keptIssue } from './kept-issue.ts';
import type { Tools } from './tools.ts';

const KIND = 'report';
/** The app may not, or issues are off: nothing that a later try would change. */
const CANNOT = new Set([403, 404, 410, 422]);

const COUNT = z.number().int();
const COUNTS = z.object(
  Object.fromEntries(Object.keys(NO_COUNTS).map((name) => [name, COUNT])) as Record<
    keyof typeof NO_COUNTS,
    typeof COUNT
  >,
);
const REPORT = z.object({
  total: COUNTS,
  owners: z.array(COUNTS.extend({ name: z.string().nullable() })),
  repositories: z.array(COUNTS.extend({ name: z.string() })),
});
const SAID = z.object({ on: z.string(), report: REPORT });
/** What the issue said last, and a week before. Of another version: nothing. */
const KEPT = z.object({ last: SAID, before: SAID.nullable() }).nullable().catch(null);

/** Nothing where the organisation has no policy, and so no place for it, or no procedure. */
export async function tellReport(tools: Tools, installation: number): Promise<void> {
  const { connection, store, clock, policyRepository, log } = tools;
  const account = (await readInstallation(store, installation))?.account;
  if (!account) return;
  const isOwn = ({ owner }: RepositoryName) => owner.toLowerCase() === account.toLowerCase();
  const places = policyPlaces(account, policyRepository).filter(isOwn);
  if (places.length === 0) return;
  const state = await readPolicyState(connection.reading(installation), places, clock('UTC'));
  const home = state && (await issuePlace(store, installation, state.place));
  const known = home && (await findRepository(store, { installation, ...state.place }));
  if (!home?.takesIssues || !known) return;
  const on = clock('UTC');
  const procedures = await readReportRows(store, installation, on);
  if (procedures.length === 0) return;
  const feedback = await readFeedbackRows(store, installation, on);
  const rows = [
    ...procedures.map((row) => ({ ...NO_COUNTS, ...row })),
    ...feedback.map((row) => ({ ...NO_COUNTS, ...row })),
  ];
  const marker = { kind: KIND, key: fullName(home).toLowerCase() };
  const { said, unnamed } = reportFor(rows, known.isPrivate);
  const kept = KEPT.parse((await keptIssue(tools, home, marker))?.data ?? null);
  const before: Before | null = kept && kept.last.on === on ? kept.before : (kept?.last ?? null);
  const answers = await feedbackFor(tools, installation, { on, isHomePrivate: known.isPrivate });
  const text = reportText({ report: said, before, on, unnamed, feedback: answers });
  const why = 'a week has passed';
  const data = { last: { on, report: said }, before };
  try {
    await keepIssue(tools, { home, marker, title: REPORT_TITLE, text, why, data, reopens: false });
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status))) throw error;
    log.info({ installation, err: error }, "The weekly report cannot be written in the policy's repository.");
  }
}

const DAYS_90_MS = 90 * 24 * 3_600_000;

/** Of what may be named in the place of the report: what is open, and what came within 90 days. */
async function feedbackFor(
  { store }: Tools,
  installation: number,
  { on, isHomePrivate }: { readonly on: string; readonly isHomePrivate: boolean },
): Promise<FeedbackReport> {
  const since = Date.parse(on) - DAYS_90_MS;
  const all = await readRepositories(store, installation);
  const named = new Set(all.filter(({ isPrivate }) => isHomePrivate || !isPrivate).map(fullName));
  const measured = await measuredFeedback(store, installation, on);
  return measureFeedback(
    measured.filter(
      ({ repository, isOpen, openedAt }) =>
        named.has(repository) && (isOpen || (openedAt !== null && openedAt > since)),
    ),
  );
}

/** Of procedures, or of the feedback on them. */
type Counted = ReportCounts & Pick<ReportRowKept, 'owner' | 'repository'>;

/** Where more people read than those of the organisation, only what is public anyway is named; all of it counts. */
function reportFor(
  rows: readonly Counted[],
  isHomePrivate: boolean,
): { readonly said: Report; readonly unnamed: number } {
  const toRow = ({ repository, ...counts }: Counted): ReportRow => ({ ...counts, repository: fullName(repository) });
  const all = reportOf(rows.map(toRow));
  const isNamed = ({ repository }: Counted) => isHomePrivate || !repository.isPrivate;
  const named = reportOf(rows.filter(isNamed).map(toRow));
  return {
    said: { ...named, total: all.total },
    unnamed: all.repositories.length - named.repositories.length,
  };
}
