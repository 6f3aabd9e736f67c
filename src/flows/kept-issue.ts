// flows: an issue of the app's own that is kept up to date: one of each kind and key in a repository.
import { createHash } from 'node:crypto';
import type { Marker } from '../core/marker.ts';
import {
  bodyWith,
  findIssues,
  ISSUE_RIGHTS,
  type IssueChange,
  type IssueNow,
  type IssueSaved,
  readBotLogin,
  readIssue,
  updateIssue,
} from '../github/issues.ts';
import { findIssue, forgetIssue, type IssueKept, type IssuePlace, saveIssue } from '../store/issues.ts';
import { applyEffect } from './apply-effect.ts';
import { issueNumberKey } from './effect-keys.ts';
import { openIssue } from './open-issue.ts';
import type { Tools } from './tools.ts';

export type WantedIssue = {
  readonly home: IssuePlace;
  readonly marker: Marker;
  readonly title: string;
  /** All that people see of its body. */
  readonly text: string;
  readonly why: string;
  /** What is kept with it in the store. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Whether another text opens it again where somebody closed it; else it stays closed, and as it is. */
  readonly reopens: boolean;
};

/**
 * Opens the issue, or brings it to `text`. Where that says what was written last and nothing is to be opened again, GitHub is asked
 * nothing. One that was deleted is made anew; one that stands on GitHub and the store does not know is found by its marker.
 */
export async function keepIssue(tools: Tools, wanted: WantedIssue): Promise<void> {
  const { home, marker, title, text, why, data, reopens } = wanted;
  const kept = await keptIssue(tools, home, marker);
  const bodyHash = hashOf(`${title}\n${text}`);
  const { kind, key } = marker;
  const row = { repository: home.id, installation: home.installation, kind, key, isOpen: true, bodyHash };
  const more = data ? { data } : {};
  if (kept?.bodyHash === bodyHash && !reopens) return;
  const now = kept && (await readKept(tools, home, kept));
  if (kept && !now) await forgetIssue(tools.store, kept);
  if (!kept || !now) {
    const what = { issue: kind, key };
    await openIssue(tools, home, { title, marker, text, what, why, bodyHash, ...more, content: { title, text } });
    return;
  }
  const isClosed = !now.isOpen && !reopens;
  const body = bodyWith(marker, text);
  const change = { title, body, ...(reopens ? ({ state: 'open' } as const) : {}) };
  // Closed by hand, and nothing else has come: that was an answer.
  const isSame = kept.bodyHash === bodyHash || now.body === body;
  const isAnswered = isClosed || (isSame && (now.isOpen || kept.isOpen));
  if (!isAnswered && !(await changeKept(tools, home, now.number, change, why))) return;
  const told = isClosed ? { ...row, isOpen: false, bodyHash: kept.bodyHash } : { ...row, ...more };
  await noted(tools, { ...told, number: now.number });
}

/** As the store knows it; where it does not, as it stands on GitHub. */
export async function keptIssue(tools: Tools, home: IssuePlace, marker: Marker): Promise<IssueKept | null> {
  const { connection, store } = tools;
  const { kind, key } = marker;
  const known = await findIssue(store, { repository: home.id, kind, key });
  if (known) return known;
  const bot = await readBotLogin(connection.asApp);
  const [issue] = await findIssues(connection.readingIssues(home.installation), home, { marker, bot });
  if (!issue) return null;
  const { number, isOpen } = issue;
  const kept = { repository: home.id, installation: home.installation, number, kind, key, isOpen, bodyHash: null };
  await saveIssue(store, kept);
  return kept;
}

/** As it is now; null where it was deleted. */
export function readKept(
  { connection }: Tools,
  home: IssuePlace,
  { number }: Pick<IssueKept, 'number'>,
): Promise<IssueNow | null> {
  return readIssue(connection.readingIssues(home.installation), { repository: home, number });
}

/** What a dry run would have changed has not changed. */
export async function noted({ store, isDryRun }: Tools, issue: IssueKept): Promise<void> {
  if (!isDryRun) await saveIssue(store, issue);
}

/** Null: this is a dry run. */
export function changeKept(
  tools: Tools,
  home: IssuePlace,
  number: number,
  wanted: IssueChange,
  why: string,
): Promise<IssueSaved | null> {
  const issue = { repository: home, number };
  const save = () => updateIssue(tools.connection.writing(home, ISSUE_RIGHTS), issue, wanted);
  return applyEffect<IssueSaved>(tools, {
    ...{ repository: home, kind: 'issue-update', key: issueNumberKey(issue), content: wanted, why },
    ...{ what: { issue: number, state: wanted.state ?? null }, isConvergent: true, find: save, write: save },
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
