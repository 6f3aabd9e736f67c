// flows: standing approvals that lapse → one issue for the board and each repository, kept up to date, and closed when they are mended.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import { lapsing, PREAPPROVALS_TITLE, preapprovalsText } from '../core/change/preapproval-issue.ts';
import type { Marker } from '../core/marker.ts';
import type { Settings } from '../core/policy/settings.ts';
import { isOpenHour } from '../core/review/open-hours.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName } from '../github/github.ts';
import { forgetIssue, type IssueKept, issuePlace, openIssues } from '../store/issues.ts';
import { type PreapprovedRepository, readPreapprovals } from '../store/preapprovals.ts';
import { homeOf } from './follow-up.ts';
import { changeKept, keepIssue, noted, readKept } from './kept-issue.ts';
import type { Tools } from './tools.ts';

const KIND = 'preapprovals';
/** The app may not, or issues are off: nothing that a later try would change. */
const CANNOT = new Set([403, 404, 410, 422]);

/** What is to be told waits for the hours of `review.openOn`; what is mended is closed at any. The catalog is asked, and not GitHub. */
export async function tellPreapprovals(tools: Tools, installation: number): Promise<void> {
  const { store } = tools;
  const wanted = new Set<string>();
  for (const repository of await readPreapprovals(store, installation)) {
    const settings = keptSettings(repository.settings);
    const board = settings?.approval?.board;
    if (!settings?.enabled || !board || repository.settings['isAdvisory'] === true) continue;
    const key = markerOf(repository).key;
    const isTold = await leavingAlone(tools, key, () => tell(tools, { installation, repository, settings, board }));
    if (isTold) wanted.add(key);
  }
  for (const issue of await openIssues(store, installation, KIND))
    if (!wanted.has(issue.key)) await leavingAlone(tools, issue.key, () => mended(tools, issue));
}

type Telling = {
  readonly installation: number;
  readonly repository: PreapprovedRepository;
  readonly settings: Settings;
  readonly board: string;
};

/** Whether there is something to tell. */
async function tell(tools: Tools, { installation, repository, settings, board }: Telling): Promise<boolean> {
  const { store, clock, hour } = tools;
  const { timeZone, dueSoon, openOn } = settings.review;
  const today = clock(timeZone);
  const ends = lapsing(repository.ends, today, dueSoon);
  if (ends.length === 0) return false;
  if (!isOpenHour(openOn, today, hour(timeZone))) return true;
  const { owner, name, isPrivate, config } = repository;
  const { home } = await homeOf(tools, { installation, owner, name }, settings, !isPrivate);
  const place = await issuePlace(store, installation, home);
  if (!place?.takesIssues) return true;
  // A board that only the organisation's policy names is nobody's business where everybody reads.
  const isNamed = !place.isPublic || (config ?? '').toLowerCase().includes(board.toLowerCase());
  const text = preapprovalsText(ends, today, isNamed ? board : null);
  const title = `${PREAPPROVALS_TITLE}${place.id === repository.id ? '' : ` in ${fullName(repository)}`}`;
  const why = 'pre-approvals lapse';
  await keepIssue(tools, { home: place, marker: markerOf(repository), title, text, why, reopens: true });
  return true;
}

async function mended(tools: Tools, kept: IssueKept): Promise<boolean> {
  const home = await issuePlace(tools.store, kept.installation, { id: kept.repository });
  if (!home) return false;
  const now = await readKept(tools, home, kept);
  if (!now) await forgetIssue(tools.store, kept);
  else {
    const change = { state: 'closed', reason: 'completed' } as const;
    if (now.isOpen && !(await changeKept(tools, home, kept.number, change, 'no pre-approval lapses any more')))
      return false;
    await noted(tools, { ...kept, isOpen: false });
  }
  return false;
}

/** One place that takes no issue keeps none of the others from theirs. */
async function leavingAlone({ log }: Tools, repository: string, act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status))) throw error;
    log.info({ repository, err: error }, 'That pre-approvals lapse cannot be told.');
    return true;
  }
}

function markerOf(repository: PreapprovedRepository): Marker {
  return { kind: KIND, key: fullName(repository) };
}
