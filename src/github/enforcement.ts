// github: whether a repository is known to enforce nothing, for the time when GitHub cannot be asked.
import type { PolicyInForce } from '../core/policy/policy-of.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { isNoted, type Key, takeNote } from './memory.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Remembers for a day whether the policy of a base branch enforces anything. */
export async function noteEnforcement(
  { memory }: GitHub,
  repository: RepositoryName,
  { advisory, settings }: Pick<PolicyInForce, 'advisory' | 'settings'>,
): Promise<void> {
  const isEnforced = settings.enabled && !advisory && settings.enforce !== 'off';
  await takeNote(memory, keyOf(repository, isEnforced));
}

/**
 * Whether nothing is enforced here: every policy of this repository that was read within a day said so, and one was read. Only then may
 * "could not decide" end without blocking (contract §5).
 */
export async function isKnownUnenforced({ memory }: GitHub, repository: RepositoryName): Promise<boolean> {
  return !(await isNoted(memory, keyOf(repository, true))) && isNoted(memory, keyOf(repository, false));
}

function keyOf(repository: RepositoryName, isEnforced: boolean): Key<true> {
  const text = `${isEnforced ? 'enforced' : 'not enforced'} in ${fullName(repository).toLowerCase()}`;
  return { text, keptForMs: DAY_MS };
}

/** Remembers for a day that approval is configured here. */
export function noteApprovalConfigured({ memory }: GitHub, repository: RepositoryName): Promise<void> {
  return takeNote(memory, approvalKey(repository));
}

/** Whether approval is known to have been configured here within a day: only then may its check say that nothing could be decided. */
export function isApprovalKnown({ memory }: GitHub, repository: RepositoryName): Promise<boolean> {
  return isNoted(memory, approvalKey(repository));
}

function approvalKey(repository: RepositoryName): Key<true> {
  return { text: `approval in ${fullName(repository).toLowerCase()}`, keptForMs: DAY_MS };
}
