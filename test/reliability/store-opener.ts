// test/reliability: a process that opens a store, and may be killed while it does.
import type { DatabaseAt } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';

const at: DatabaseAt = JSON.parse(process.argv[2] ?? '');
process.send?.('begins');
const store = await openStore(at, { isSupervised: false });
await store.close();
process.send?.('done');
process.disconnect?.();
