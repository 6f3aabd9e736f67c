// flows: whether somebody could answer for procedures of a repository.

import { readOwners } from '../github/read-owners.ts';
import type { OwnersPlace } from '../github/read-teams.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** Whether GitHub says so of a team or a person at this moment (within a minute). */
export async function canAct(tools: Tools, place: RepositoryRef & OwnersPlace, handle: string): Promise<boolean> {
  const [found] = await readOwners(tools.connection.reading(place.installation), place, [handle]);
  return found?.state === 'alive';
}
