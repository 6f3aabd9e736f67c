// test/stand-in/happen: issues that are locked, deleted or moved away.
import { notFound, Refusal } from '../call.ts';
import { adminAuthorization } from '../emulator.ts';
import type { Engine } from '../engine.ts';
import { tell } from '../events.ts';
import { issueNow } from '../words/issue.ts';
import { type Account, fullName, type Repository } from '../world.ts';

type IssueRef = { readonly repository: Repository; readonly number: number };

const keyOf = ({ repository, number }: IssueRef) => `${repository.id}#${number}`;

export const isThere = ({ world }: Engine, repository: Repository, number: number): boolean =>
  !world.goneIssues.has(keyOf({ repository, number }));

/** Throws what GitHub answers where issues are off, or this one is deleted or moved. */
export function assertThere({ world }: Engine, repository: Repository, number: number): void {
  if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
  const to = world.goneIssues.get(keyOf({ repository, number }));
  if (to === null) throw new Refusal(410, 'This issue was deleted');
  // GitHub sends whoever sees the other repository there; our tokens of one repository do not.
  if (to) throw notFound();
}

export async function lockIssue(
  engine: Engine,
  { repository, number }: IssueRef,
  sender: Account,
  isLocked: boolean,
): Promise<void> {
  const path = `/repos/${fullName(repository)}/issues/${number}/lock`;
  const { status } = await engine.emulator.ask(isLocked ? 'PUT' : 'DELETE', path, adminAuthorization, {});
  if (status !== 204) throw new Error(`${path} could not be done: ${status}`);
  const issue = await issueNow(engine, repository, number);
  tell(engine, { event: 'issues', action: isLocked ? 'locked' : 'unlocked', repository, sender }, { issue });
}

export async function deleteIssue(engine: Engine, at: IssueRef, sender: Account): Promise<void> {
  const issue = await issueNow(engine, at.repository, at.number);
  engine.world.goneIssues.set(keyOf(at), null);
  tell(engine, { event: 'issues', action: 'deleted', repository: at.repository, sender }, { issue });
}

export async function transferIssue(engine: Engine, at: IssueRef, to: Repository, sender: Account): Promise<number> {
  const issue = await issueNow(engine, at.repository, at.number);
  const { title, body } = issue;
  const path = `/repos/${fullName(to)}/issues`;
  const made = (await engine.emulator.ask('POST', path, adminAuthorization, { title, body })).body;
  const number = Number(Object(made)['number']);
  engine.world.goneIssues.set(keyOf(at), { repository: to, number });
  const changes = { new_issue: await issueNow(engine, to, number), new_repository: { full_name: fullName(to) } };
  tell(engine, { event: 'issues', action: 'transferred', repository: at.repository, sender }, { issue, changes });
  return number;
}
