// flows: who let a head pass as it is, as far as they still may.
import { mayOverride } from '../core/change/evaluate.ts';
import type { Approver } from '../core/change/requirement.ts';
import { approverOf } from '../core/change/requirement.ts';
import { judgingPolicy } from '../core/policy/policy-of.ts';
import type { Overridden } from '../core/policy/report/check-output.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { GitHub, RepositoryName } from '../github/github.ts';
import { readMembers } from '../github/read-members.ts';
import { readPeople } from '../github/read-people.ts';
import { overrideOf } from '../store/approvals.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

type At = { readonly repository: RepositoryRef; readonly number: number; readonly sha: string };

/** GitHub is asked only where somebody did. */
export async function overrideInForce(
  { store, clock }: Tools,
  github: GitHub,
  at: At,
  snapshot: Snapshot,
): Promise<Overridden | undefined> {
  const kept = await overrideOf(store, at);
  if (!kept) return undefined;
  const { settings } = judgingPolicy(snapshot, clock);
  const by = settings.override.by;
  return (await mayLetPass(github, at.repository, { by, botsAllowed: settings.bots.allow }, kept))
    ? { login: kept.login, because: kept.because }
    : undefined;
}

type Terms = { readonly by: readonly string[]; readonly botsAllowed: readonly string[] };

/** Whether somebody may override here at this moment; nobody named means the administrators. */
export async function mayLetPass(
  github: GitHub,
  repository: RepositoryName,
  { by, botsAllowed }: Terms,
  who: { readonly login: string; readonly isBot: boolean },
): Promise<boolean> {
  const overrideBy: readonly Approver[] = by.length > 0 ? by.map(approverOf) : [{ kind: 'admins' }];
  const handles = by.filter((handle) => handle.includes('/'));
  const teams = await readMembers(github, repository, handles);
  const exactly = by.length > 0 ? [] : [who.login];
  const people = await readPeople(github, repository, { teams, must: [], exactly, may: [], asksAdmins: false });
  return mayOverride(who, { overrideBy, botsAllowed }, people);
}
