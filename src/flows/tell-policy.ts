// flows: an organisation policy that is invalid → one issue in its repository, kept up to date, and closed when it is valid again.
import type { Marker } from '../core/marker.ts';
import { POLICY_ISSUE_TITLE, policyIssue, policyMended } from '../core/policy/report/policy-issue.ts';
import { GitHubFailed } from '../github/failure.ts';
import { fullName, type RepositoryName } from '../github/github.ts';
import { type CommentSaved, commentOnIssue, findComments, ISSUE_RIGHTS } from '../github/issues.ts';
import { POLICY_FILE, type PolicyState, policyPlaces, readPolicyState } from '../github/organisation-policy.ts';
import { readRepositoryFacts } from '../github/repository-facts.ts';
import { editLink } from '../github/web-links.ts';
import { readInstallation } from '../store/installations.ts';
import { forgetIssue, type IssueKept, type IssuePlace, issuePlace, openIssues } from '../store/issues.ts';
import { saveRepository } from '../store/repositories.ts';
import { applyEffect } from './apply-effect.ts';
import { commentKey } from './effect-keys.ts';
import { changeKept, keepIssue, keptIssue, noted, readKept } from './kept-issue.ts';
import type { Tools } from './tools.ts';

const KIND = 'policy-invalid';
/** The app may not, or issues are off: nothing that a later try would change. */
const CANNOT = new Set([403, 404, 410, 422]);

export async function tellPolicy(tools: Tools, installation: number): Promise<void> {
  const { connection, store, clock, policyRepository, log } = tools;
  const account = (await readInstallation(store, installation))?.account;
  if (!account) return;
  // One `POLICY_REPO` may serve several organisations: whoever owns it tells it.
  const isOwn = ({ owner }: RepositoryName) => owner.toLowerCase() === account.toLowerCase();
  const places = policyPlaces(account, policyRepository).filter(isOwn);
  if (places.length === 0) return;
  const state = await readPolicyState(connection.reading(installation), places, clock('UTC'));
  try {
    if (state !== null) await tellPlace(tools, installation, state);
    for (const issue of await openIssues(store, installation, KIND)) {
      const home = await issuePlace(store, installation, { id: issue.repository });
      // The file is gone, or another place decides by now.
      if (home && keyOf(home) !== (state && keyOf(state.place))) await mended(tools, home, issue);
    }
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status))) throw error;
    log.info({ installation, err: error }, "The policy's repository cannot be told whether the policy is valid.");
  }
}

async function tellPlace(tools: Tools, installation: number, state: PolicyState): Promise<void> {
  const { store, log, webUrl } = tools;
  const home =
    (await issuePlace(store, installation, state.place)) ?? (await learned(tools, installation, state.place));
  if (!home?.takesIssues) {
    if (state.problems.length === 0) return;
    const why = home ? 'it takes no issues' : 'it is gone';
    log.info(
      { installation, policy: fullName(state.place), why },
      'The organisation policy is invalid, and nobody is told.',
    );
    return;
  }
  const { problems, lastValid } = state;
  const marker = markerOf(home);
  if (problems.length === 0) {
    const kept = await keptIssue(tools, home, marker);
    if (kept) await mended(tools, home, kept);
    return;
  }
  const at = { webUrl, repository: home, branch: home.defaultBranch ?? '' };
  const linkTo = (line: number) => editLink(at, POLICY_FILE, line);
  const text = policyIssue({ file: POLICY_FILE, problems, linkTo, lastValid });
  const why = 'the problems of the organisation policy changed';
  await keepIssue(tools, { home, marker, title: POLICY_ISSUE_TITLE, text, why, reopens: true });
}

/** The push that brought the policy may be the first that is heard of its repository: it is written down before it is indexed. */
async function learned({ connection, store }: Tools, installation: number, place: RepositoryName) {
  const read = await readRepositoryFacts(connection.reading(installation), place, [place]);
  if (read === null) return null;
  const defaultBranch = read.facts.defaultBranch?.name ?? null;
  await saveRepository(store.db, { ...read.facts, installation, defaultBranch });
  return issuePlace(store, installation, place);
}

async function mended(tools: Tools, home: IssuePlace, kept: IssueKept): Promise<void> {
  const now = await readKept(tools, home, kept);
  if (!now) return forgetIssue(tools.store, kept);
  if (now.isOpen) {
    const why = 'the organisation policy is valid again';
    await comment(tools, home, kept, why);
    if (!(await changeKept(tools, home, kept.number, { state: 'closed', reason: 'completed' }, why))) return;
  }
  await noted(tools, { ...kept, isOpen: false });
}

/** Once for each state of the issue that it ends. */
function comment(tools: Tools, home: IssuePlace, { number, bodyHash }: IssueKept, why: string) {
  const { connection } = tools;
  const marker = { kind: `${KIND}-mended`, key: `${keyOf(home)} ${bodyHash?.slice(0, 12) ?? ''}` };
  const issue = { repository: home, number };
  const writing = () => connection.writing(home, ISSUE_RIGHTS);
  return applyEffect<CommentSaved>(tools, {
    ...{ repository: home, kind: 'comment', key: commentKey(issue, marker) },
    ...{ what: { issue: number, comment: marker.kind }, why },
    find: async () => (await findComments(writing(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(writing(), issue, { marker, text: policyMended(POLICY_FILE) }),
  });
}

function markerOf(home: RepositoryName): Marker {
  return { kind: KIND, key: keyOf(home) };
}

function keyOf(home: RepositoryName): string {
  return fullName(home).toLowerCase();
}
