// flows: all that the procedures of a repository wait for → one issue in it, where its configuration asks for that.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import { sameOwner } from '../core/owner.ts';
import { DASHBOARD_TITLE, dashboardText, type Shown } from '../core/report/dashboard.ts';
import { riskOf } from '../core/review/entry.ts';
import { isGone } from '../core/review/wanted-issues.ts';
import { fullName } from '../github/github.ts';
import { readFindings } from '../store/findings.ts';
import { issuePlace } from '../store/issues.ts';
import { findRepository } from '../store/repositories.ts';
import type { ReviewIssue } from '../store/review-issues.ts';
import type { RepositoryRef, ShowDashboard } from './job.ts';
import { keepIssue } from './kept-issue.ts';
import { isRefusal } from './refusal.ts';
import { type ReviewInput, readReviewInput } from './review-input.ts';
import { planOf } from './review-issues.ts';
import { placeOf, readReviewPlace } from './review-place.ts';
import type { Tools } from './tools.ts';

export const DASHBOARD = 'dashboard';

const UNREADABLE = ['procedure-readable', 'front-matter-parses'] as const;

/** From the catalog and the app's own records: where nothing has changed, GitHub is asked nothing. */
export async function showDashboard(tools: Tools, { repository }: ShowDashboard): Promise<void> {
  const { store, log } = tools;
  const known = await findRepository(store, repository);
  const home = known && (await issuePlace(store, repository.installation, { id: known.id }));
  const settings = known && keptSettings(known.settings);
  const isWanted = settings?.enabled && settings.dashboard && known?.settings['isAdvisory'] !== true;
  if (!known || !isWanted || !home?.takesIssues) return;
  const central = placeOf(settings.issues.repository);
  const place = await readReviewPlace(tools, central ? { ...repository, ...central } : repository);
  if (place === null) return;
  const input = await readReviewInput(tools, place);
  const text = dashboardText({
    ...shownIn(input, repository),
    unreadable: await readFindings(store, known.id, UNREADABLE),
    today: input.today,
  });
  const marker = { kind: DASHBOARD, key: fullName(home).toLowerCase() };
  const why = 'what the procedures wait for has changed';
  try {
    await keepIssue(tools, { home, marker, title: DASHBOARD_TITLE, text, why, reopens: false });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.info({ err: error }, 'The dashboard cannot be written.');
  }
}

/** Of all that the place of the issues is about, what is about this repository. */
function shownIn(input: ReviewInput, repository: RepositoryRef) {
  const { entries, issues, people, place } = input;
  const name = fullName(repository).toLowerCase();
  const own = entries.filter((entry) => entry.repository.toLowerCase() === name);
  const keys = new Set(own.map(({ key }) => key));
  const isHere = fullName(place.home).toLowerCase() === name;
  const open = issues.filter(({ state }) => state === 'open');
  const procedures = own.map((entry): Shown => {
    const issue = open.find(({ listed }) => listed.some(({ key }) => key === entry.key));
    return {
      ...{ key: entry.key, path: entry.path, title: entry.title, url: entry.url, owner: entry.owner },
      ...{ risk: riskOf(entry), due: entry.due },
      isOrphan: entry.owner !== null && (isGone(entry.owner, people) || isDisowned(entry, entry.owner, issues)),
      issue: issue ? `${isHere ? '' : fullName(place.home)}#${issue.number}` : null,
      snoozedUntil: issue?.snoozedUntil ?? null,
    };
  });
  const waiting = planOf(input)
    .waiting.map((one) => ({ ...one, procedures: one.procedures.filter((key) => keys.has(key)) }))
    .filter((one) => one.procedures.length > 0);
  return { procedures, waiting };
}

/** Its owner said that it is not theirs, and nobody has taken it yet. */
function isDisowned({ key }: { readonly key: string }, owner: string, issues: readonly ReviewIssue[]): boolean {
  return issues.some(({ disowned }) => disowned?.some((said) => said.key === key && sameOwner(said.owner, owner)));
}
