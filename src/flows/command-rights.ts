// flows: who somebody is for some procedures, by what GitHub says at this moment.
import { loginKey } from '../core/change/people.ts';
import type { CommandName } from '../core/command/asked.ts';
import { type Actor, mayCommand } from '../core/command/right.ts';
import { ownerKey } from '../core/owner.ts';
import type { PolicyInForce } from '../core/policy/policy-of.ts';
import type { Entry } from '../core/policy/verdict.ts';
import type { GitHub, RepositoryName } from '../github/github.ts';
import { readMembers } from '../github/read-members.ts';
import { forgetOwners, readOwners } from '../github/read-owners.ts';
import { permissionOf } from '../github/read-user.ts';

export type RightsAsked = {
  readonly repository: RepositoryName & { readonly organisation: string | null };
  readonly login: string;
  readonly entries: readonly Entry[];
  readonly policy: PolicyInForce;
  /** To whom the review was handed on: a handle. */
  readonly delegate: string | null;
};

/** Tells which of `entries` somebody may give a command about. Asked once for all of them: their right, the teams, whether owners can act. */
export async function readRights(
  github: GitHub,
  { repository, login, entries, policy, delegate }: RightsAsked,
): Promise<(name: CommandName, entry: Entry) => boolean> {
  const { fallback } = policy.settings.owners;
  const owners = unique(entries.flatMap(({ owner }) => owner?.handle ?? []));
  const named = unique([...owners, ...entries.flatMap(approversOf), ...(fallback === null ? [] : [fallback])]);
  const teams = named.filter((handle) => handle.includes('/'));
  forgetOwners(github, repository, owners);
  const [permission, members, states] = await Promise.all([
    permissionOf(github, repository, login),
    readMembers(github, repository, teams),
    readOwners(github, repository, owners),
  ]);
  const inTeam = new Set(
    members
      .filter((team) => team.members.some((one) => loginKey(one) === loginKey(login)))
      .map(({ handle }) => ownerKey(handle)),
  );
  const actor: Actor = {
    ...{ login, permission: permission ?? 'none' },
    belongs: (handle) => (handle.includes('/') ? inTeam.has(ownerKey(handle)) : loginKey(handle) === loginKey(login)),
  };
  const isGone = new Set(
    states.filter(({ state }) => state !== 'alive' && state !== 'unknown').map(({ handle }) => ownerKey(handle)),
  );
  return (name, entry) => {
    const owner = entry.owner?.handle ?? null;
    const isOwnerGone = owner !== null && isGone.has(ownerKey(owner));
    return mayCommand(name, actor, { owner, isOwnerGone, approvers: approversOf(entry), fallback, delegate });
  };
}

function approversOf({ procedure }: Entry): readonly string[] {
  return (procedure.metadata.approvers?.value ?? []).flatMap(({ owner }) => owner?.handle ?? []);
}

function unique(handles: readonly string[]): readonly string[] {
  return [...new Map(handles.map((handle) => [ownerKey(handle), handle])).values()];
}
