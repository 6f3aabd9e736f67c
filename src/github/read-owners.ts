// github: what owners are on GitHub, and what they may do in a repository.

import { ownerKey } from '../core/owner.ts';
import type { OwnerState } from '../core/snapshot.ts';
import { GitHubFailed, outOfReach } from './failure.ts';
import { fullName, type GitHub } from './github.ts';
import { forget, type Key, remember } from './memory.ts';
import { type OwnersPlace, readTeams } from './read-teams.ts';
import { readUserState } from './read-user.ts';

/** How long an answer is good for. */
const KEPT_MS = 60_000;
/** Teams are asked for fifty at a time, people one by one; more would use up the hour's requests for one change. */
const MOST_TEAMS = 1000;
const MOST_USERS = 300;
const AT_ONCE = 8;

type State = OwnerState['state'];

/**
 * The state of each of `handles` (`@org/team`, `@user`), in their order. Each is asked for once a minute at most. `missing` and
 * `no-access` are said only where GitHub says so of each by itself; `unknown`, where the app may not ask. Whatever else stands in the
 * way rejects, with `Limited` or `GitHubFailed`: an owner that was not looked at must not pass.
 */
export async function readOwners(
  github: GitHub,
  place: OwnersPlace,
  handles: readonly string[],
): Promise<readonly OwnerState[]> {
  const teams = handles.filter((handle) => handle.includes('/'));
  const users = handles.filter((handle) => !handle.includes('/'));
  if (teams.length > MOST_TEAMS || users.length > MOST_USERS) {
    const doing = { verb: 'read', object: `the owners of ${fullName(place)}` };
    throw outOfReach(doing, `there are ${teams.length} teams and ${users.length} people to ask for`);
  }
  const known = await Promise.all([teamStates(github, place, teams), userStates(github, place, users)]);
  const states = new Map(known.flat());
  return handles.map((handle) => ({ handle, state: states.get(ownerKey(handle)) ?? 'unknown' }));
}

/** Those that are not known yet are asked for in one go, and each remembers its own answer. */
async function teamStates(github: GitHub, place: OwnersPlace, handles: readonly string[]): Promise<[string, State][]> {
  const fresh: string[] = [];
  let together: Promise<ReadonlyMap<string, State>> | undefined;
  const answers = handles.map((handle) =>
    remember(github.memory, keyOf(place, handle), async () => {
      fresh.push(handle);
      // All of one call are collected before the first of them is sent.
      together ??= Promise.resolve().then(() => readTeams(github, place, fresh));
      return (await together).get(ownerKey(handle)) ?? 'unknown';
    }).then((state): [string, State] => [ownerKey(handle), state]),
  );
  return settled(github, place, handles, answers);
}

async function userStates(github: GitHub, place: OwnersPlace, handles: readonly string[]): Promise<[string, State][]> {
  const states: [string, State][] = [];
  for (let at = 0; at < handles.length; at += AT_ONCE) {
    const some = handles.slice(at, at + AT_ONCE);
    const answers = some.map((handle) =>
      remember(github.memory, keyOf(place, handle), () => readUserState(github, place, handle.slice(1))).then(
        (state): [string, State] => [ownerKey(handle), state],
      ),
    );
    states.push(...(await settled(github, place, some, answers)));
  }
  return states;
}

/** A right that the app lacks makes an owner unknown; no waiting would change that. */
async function settled(
  github: GitHub,
  place: OwnersPlace,
  handles: readonly string[],
  answers: readonly Promise<[string, State]>[],
): Promise<[string, State][]> {
  const results = await Promise.allSettled(answers);
  return results.map((result, at) => {
    const handle = handles[at] ?? '';
    if (result.status === 'fulfilled') {
      if (result.value[1] === 'unknown') forget(github.memory, keyOf(place, handle));
      return result.value;
    }
    if (result.reason instanceof GitHubFailed && !result.reason.isRetryable) return [ownerKey(handle), 'unknown'];
    throw result.reason;
  });
}

/** What is remembered of them is asked for again. */
export function forgetOwners(github: GitHub, place: OwnersPlace, handles: readonly string[]): void {
  for (const handle of handles) forget(github.memory, keyOf(place, handle));
}

function keyOf(place: OwnersPlace, handle: string): Key<Promise<State>> {
  return { text: `owner ${fullName(place).toLowerCase()} ${ownerKey(handle)}`, keptForMs: KEPT_MS };
}
