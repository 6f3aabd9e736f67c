// test/reliability: a process that holds the lock of a data folder until it is killed.
import { lockFolder } from '../../src/store/embedded/lock-folder.ts';

const [, , folder = ''] = process.argv;
try {
  await lockFolder(folder);
  process.send?.('held');
  setInterval(() => {}, 60_000);
} catch (error) {
  process.send?.(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
