// github: issues of the app's own, and their comments. It knows them again by the hidden marker that they begin with.
import { z } from 'zod';
import { type Marker, readMarker, writeMarker } from '../core/marker.ts';
import { ask, askAll, noneThere } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName, type Rights, type Send } from './github.ts';

/** What writing issues needs. */
export const ISSUE_RIGHTS: Rights = { issues: 'write' };

export type IssueRef = { readonly repository: RepositoryName; readonly number: number };

/** `text` is all that people see of its body. */
export type IssueText = { readonly title: string; readonly marker: Marker; readonly text: string };

/** A new issue; `labels` by name, of those that are there (`ensureLabels`), `assignees` by login. */
export type NewIssue = IssueText & { readonly labels?: readonly string[]; readonly assignees?: readonly string[] };

/** Who wrote or closed something. */
export type Actor = { readonly login: string; readonly isBot: boolean };

export type IssueNow = {
  readonly number: number;
  readonly isOpen: boolean;
  readonly title: string;
  readonly body: string;
  readonly author: Actor | null;
  /** Whether this app wrote it. */
  readonly isOurs: boolean;
  /** Names. */
  readonly labels: readonly string[];
  /** Logins. */
  readonly assignees: readonly string[];
  readonly isLocked: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Of a closed one. */
  readonly closed: { readonly by: Actor | null; readonly as: 'completed' | 'not-planned'; readonly at: string } | null;
};

export type IssueSaved = { readonly number: number };
export type CommentSaved = { readonly id: number };

const ACTOR = z.object({ login: z.string().default(''), type: z.string() });
const ISSUE = z.object({
  number: z.int(),
  state: z.string(),
  state_reason: z.string().nullish(),
  title: z.string(),
  body: z.string().nullish(),
  user: ACTOR.nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
  pull_request: z.unknown().optional(),
  // GitHub writes a label as its name alone in old answers.
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).default([]),
  assignees: z.array(z.object({ login: z.string() })).nullish(),
  locked: z.boolean().default(false),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  closed_at: z.string().nullish(),
  closed_by: ACTOR.nullish(),
});
const COMMENT = z.object({
  id: z.int(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});
const MOST = 2_000;

/** The body of an issue or a comment as it is written. */
export function bodyWith(marker: Marker, text: string): string {
  return `${writeMarker(marker)}\n${text}`;
}

export async function createIssue(
  github: GitHub,
  repository: RepositoryName,
  { title, marker, text, labels = [], assignees = [] }: NewIssue,
): Promise<IssueSaved> {
  const body = {
    ...{ title, body: bodyWith(marker, text) },
    ...(labels.length > 0 ? { labels } : {}),
    ...(assignees.length > 0 ? { assignees } : {}),
  };
  const request = { route: 'POST /repos/{owner}/{repo}/issues', parameters: at(repository), body };
  const doing = { verb: 'create', object: `an issue in ${fullName(repository)}` };
  return { number: (await ask(github, doing, request, ISSUE)).data.number };
}

export type IssueChange = {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  /** Why it is closed. */
  readonly reason?: 'completed' | 'not_planned' | 'duplicate';
};

export async function updateIssue(
  github: GitHub,
  { repository, number }: IssueRef,
  { reason, ...change }: IssueChange,
): Promise<IssueSaved> {
  const body = { ...change, ...(reason ? { state_reason: reason } : {}) };
  const parameters = { ...at(repository), issue_number: number };
  const request = { route: 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', parameters, body };
  const doing = { verb: 'update', object: `the issue ${fullName(repository)}#${number}` };
  return { number: (await ask(github, doing, request, ISSUE)).data.number };
}

export async function commentOnIssue(
  github: GitHub,
  { repository, number }: IssueRef,
  { marker, text }: Omit<IssueText, 'title'>,
): Promise<CommentSaved> {
  const parameters = { ...at(repository), issue_number: number };
  const body = { body: bodyWith(marker, text) };
  const request = { route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters, body };
  const doing = { verb: 'create', object: `a comment on ${fullName(repository)}#${number}` };
  return { id: (await ask(github, doing, request, COMMENT)).data.id };
}

/** Changes a comment of ours; `text` is all that people see of it. */
export async function updateComment(
  github: GitHub,
  repository: RepositoryName,
  { id, marker, text }: { readonly id: number } & Omit<IssueText, 'title'>,
): Promise<CommentSaved> {
  const parameters = { ...at(repository), comment_id: id };
  const request = {
    ...{ route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters },
    body: { body: bodyWith(marker, text) },
  };
  const doing = { verb: 'update', object: `a comment in ${fullName(repository)}` };
  return { id: (await ask(github, doing, request, COMMENT)).data.id };
}

/** A label as GitHub keeps it: its colour is six hexadecimal digits. */
export type LabelText = { readonly name: string; readonly color: string; readonly description: string };

/** Makes a label, or finds it made: one that people have changed stays as they have it. */
export async function createLabel(
  github: GitHub,
  repository: RepositoryName,
  label: LabelText,
): Promise<{ readonly name: string }> {
  const request = { route: 'POST /repos/{owner}/{repo}/labels', parameters: at(repository), body: label };
  const doing = { verb: 'create', object: `the label ${label.name} in ${fullName(repository)}` };
  await ask(github, doing, request, z.unknown()).catch((error: unknown) => {
    if (!(error instanceof GitHubFailed && error.status === 422)) throw error;
  });
  return { name: label.name };
}

/** Puts labels on an issue; those that it has stay. */
export async function addLabels(github: GitHub, issue: IssueRef, labels: readonly string[]): Promise<IssueSaved> {
  await ofIssue(github, issue, 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { labels });
  return { number: issue.number };
}

/** Takes a label off an issue; it may be off already. */
export async function removeLabel(github: GitHub, issue: IssueRef, name: string): Promise<IssueSaved> {
  const parameters = { ...at(issue.repository), issue_number: issue.number, name };
  const request = { route: 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', parameters };
  const doing = { verb: 'update', object: `the issue ${fullName(issue.repository)}#${issue.number}` };
  await ask(github, doing, request, z.unknown()).catch(noneThere);
  return { number: issue.number };
}

/** Assigns people by their logins; GitHub leaves out who may not be assigned. */
export async function assign(github: GitHub, issue: IssueRef, assignees: readonly string[]): Promise<IssueSaved> {
  await ofIssue(github, issue, 'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', { assignees });
  return { number: issue.number };
}

export async function unassign(github: GitHub, issue: IssueRef, assignees: readonly string[]): Promise<IssueSaved> {
  await ofIssue(github, issue, 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees', { assignees });
  return { number: issue.number };
}

async function ofIssue(github: GitHub, { repository, number }: IssueRef, route: string, body: object): Promise<void> {
  const parameters = { ...at(repository), issue_number: number };
  const doing = { verb: 'update', object: `the issue ${fullName(repository)}#${number}` };
  await ask(github, doing, { route, parameters, body }, z.unknown());
}

/** Takes a comment of ours back; it may be gone already. */
export async function deleteComment(github: GitHub, repository: RepositoryName, id: number): Promise<CommentSaved> {
  const parameters = { ...at(repository), comment_id: id };
  const request = { route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters };
  const doing = { verb: 'delete', object: `a comment in ${fullName(repository)}` };
  await ask(github, doing, request, z.unknown()).catch(noneThere);
  return { id };
}

/** As it is now; null where it was deleted, or moved to another repository. */
export async function readIssue(github: GitHub, { repository, number }: IssueRef): Promise<IssueNow | null> {
  const parameters = { ...at(repository), issue_number: number };
  const request = { route: 'GET /repos/{owner}/{repo}/issues/{issue_number}', parameters };
  const doing = { verb: 'read', object: `the issue ${fullName(repository)}#${number}` };
  const answer = await ask(github, doing, request, ISSUE).catch(noneLeft);
  return answer?.data.number === number ? toIssue(github, answer.data) : null;
}

/** The app's own issues in `repository` with this marker, the first made first. `bot` is its login. */
export async function findIssues(
  github: GitHub,
  repository: RepositoryName,
  { marker, bot }: { readonly marker: Marker; readonly bot: string },
): Promise<readonly IssueNow[]> {
  const all = await listOwnIssues(github, repository, bot);
  return all.filter((one) => one.marker.kind === marker.kind && one.marker.key === marker.key);
}

export type OwnIssue = IssueNow & { readonly marker: Marker };

/** All issues of the app's own in `repository` that carry a marker, the first made first. */
export async function listOwnIssues(
  github: GitHub,
  repository: RepositoryName,
  bot: string,
): Promise<readonly OwnIssue[]> {
  const parameters = { ...at(repository), state: 'all', creator: bot, sort: 'created', direction: 'asc' };
  const request = { route: 'GET /repos/{owner}/{repo}/issues', parameters };
  const doing = { verb: 'list', object: `the issues of ${fullName(repository)}` };
  const issues = await askAll(github, doing, request, { page: z.array(ISSUE), most: MOST });
  return issues
    .filter((one) => one.pull_request === undefined)
    .flatMap((one) => {
      const marker = markerOf(github, one);
      return marker ? [{ ...toIssue(github, one), marker }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** The app's own comments on an issue with this marker, the first made first. */
export async function findComments(
  github: GitHub,
  { repository, number }: IssueRef,
  marker: Marker,
): Promise<readonly CommentSaved[]> {
  const parameters = { ...at(repository), issue_number: number };
  const request = { route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters };
  const doing = { verb: 'list', object: `the comments of ${fullName(repository)}#${number}` };
  const comments = await askAll(github, doing, request, { page: z.array(COMMENT), most: MOST });
  return comments
    .filter((one) => isOurs(github, one, marker))
    .map(({ id }) => ({ id }))
    .sort((a, b) => a.id - b.id);
}

const APP = z.object({ slug: z.string() });

/** The login that the app's issues and comments are by. */
export async function readBotLogin(app: { readonly send: Send }): Promise<string> {
  const doing = { verb: 'read', object: 'the app' };
  return `${(await ask(app, doing, { route: 'GET /app', parameters: {} }, APP)).data.slug}[bot]`;
}

type Written = Pick<z.infer<typeof COMMENT>, 'body' | 'user' | 'performed_via_github_app'>;

function isOurs(github: GitHub, written: Written, marker: Marker): boolean {
  const found = markerOf(github, written);
  return found?.kind === marker.kind && found.key === marker.key;
}

/** Anybody can write a marker; only what our bot wrote is ours. */
function markerOf({ appId }: GitHub, { body, user, performed_via_github_app: via }: Written): Marker | null {
  return user?.type === 'Bot' && via?.id === appId ? readMarker(body ?? '') : null;
}

function toIssue(github: GitHub, told: z.infer<typeof ISSUE>): IssueNow {
  const { number, state, title, body, user, labels, assignees, performed_via_github_app: via } = told;
  return {
    ...{ number, isOpen: state === 'open', title, body: body ?? '', author: toActor(user) },
    isOurs: user?.type === 'Bot' && via?.id === github.appId,
    labels: labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
    assignees: assignees?.map(({ login }) => login) ?? [],
    ...{ isLocked: told.locked, createdAt: told.created_at, updatedAt: told.updated_at },
    closed:
      state === 'open'
        ? null
        : {
            by: toActor(told.closed_by),
            as: told.state_reason === 'not_planned' || told.state_reason === 'duplicate' ? 'not-planned' : 'completed',
            at: told.closed_at ?? '',
          },
  };
}

function toActor(user: z.infer<typeof ACTOR> | null | undefined): Actor | null {
  return user ? { login: user.login, isBot: user.type === 'Bot' } : null;
}

function at({ owner, name }: RepositoryName) {
  return { owner, repo: name };
}

function noneLeft(error: unknown): null {
  if (error instanceof GitHubFailed && error.status === 410) return null;
  return noneThere(error);
}
