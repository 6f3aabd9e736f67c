// flows: what a check run says of feedback: what was reported on the affected procedures, and where more of it goes.
import { feedbackLink } from '../core/feedback/link.ts';
import { reportedText } from '../core/feedback/reported-text.ts';
import type { Judged } from '../core/policy/report/check-output.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import { fullName } from '../github/github.ts';
import { reportedIn } from '../store/feedback-reports.ts';
import { findRepository } from '../store/repositories.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** Nothing of a repository that is not in the catalog, or whose issues are off; no link where nobody would read what it leads to. */
export async function feedbackOn(
  { store, clock, webUrl }: Tools,
  repository: RepositoryRef,
  { procedures, advisory }: Verdict,
): Promise<Pick<Judged, 'reports' | 'feedbackLink'>> {
  const known = procedures.length === 0 ? null : await findRepository(store, repository);
  if (!known?.hasIssues || known.indexedSha === null) return {};
  const reported = await reportedIn(store, known.id, clock('UTC'));
  const reports = procedures.flatMap(({ procedure: { path } }) => {
    const said = reported.get(path);
    return (said && reportedText({ ...said, path })) ?? [];
  });
  const [first, ...others] = procedures;
  const hasForm = known.settings['hasForm'] === true;
  const path = first && others.length === 0 ? first.procedure.path : null;
  const link = feedbackLink({ webUrl, repository: fullName(known), path, hasForm });
  return { reports, feedbackLink: advisory || !hasForm ? undefined : link };
}
