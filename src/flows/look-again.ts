// flows: the box of a dashboard → its repository is looked at again.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import { permissionOf } from '../github/read-user.ts';
import { issueAt } from '../store/issues.ts';
import type { Place } from './command-place.ts';
import { noted } from './kept-issue.ts';
import { reviewJobOf } from './review-place.ts';
import { DASHBOARD } from './show-dashboard.ts';
import type { Tools } from './tools.ts';

/** For whoever may write there; for others nothing is done. The text is written anew in any case: its box is empty again. */
export async function lookAgain(tools: Tools, { repository, home, number }: Place, by: string): Promise<void> {
  const { connection, store, send, log } = tools;
  const kept = await issueAt(store, { repository: home.id, number });
  if (kept?.kind !== DASHBOARD || !keptSettings(home.settings)?.dashboard) return;
  const permission = await permissionOf(connection.reading(repository.installation), repository, by);
  const isAllowed = permission === 'write' || permission === 'admin';
  if (!isAllowed) log.info({ permission }, 'The box of a dashboard was ticked by somebody without write access.');
  await noted(tools, { ...kept, bodyHash: null });
  const reviews = isAllowed ? reviewJobOf(home) : null;
  await send([
    ...(isAllowed ? [{ kind: 'index-repository' as const, repository }] : []),
    ...(reviews ? [reviews] : []),
    { kind: 'show-dashboard', repository },
  ]);
}
