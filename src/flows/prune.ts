// flows: every night, what is too old to be of use goes.
import { prune as pruneStore } from '../store/prune.ts';
import type { Tools } from './tools.ts';

export async function prune({ store, lease, log }: Pick<Tools, 'store' | 'lease' | 'log'>): Promise<void> {
  const pruned = await pruneStore(store, lease.assertHeld);
  log.info({ pruned }, 'Old rows were taken out.');
}
