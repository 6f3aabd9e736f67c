// test/storm: the service as `main.ts` starts it, in a process that a test may kill. What no variable sets comes in as an argument.
import { flushCompileCache } from 'node:module';
import { serviceEnv } from '../../src/env.ts';
import { sendTo } from '../../src/flows/work.ts';
import { createLog } from '../../src/log/log.ts';
import { startService } from '../../src/service.ts';
import { readServiceSettings } from '../../src/start/service-settings.ts';
import { stopOnSignals } from '../../src/start/stop-on-signals.ts';
import { armCrash, devourAt } from './crash-points.ts';
import type { Asked, ProgramOptions, Told } from './told.ts';

/** The clock's five minutes, scaled. */
const SWEEP_MS = 20_000;

const {
  readLagMs,
  patience = 1,
  crashAt = null,
  isSwept = true,
  devours,
  today,
  role,
}: ProgramOptions = JSON.parse(process.argv[2] ?? '{}');
const read = readServiceSettings(serviceEnv());
if ('problems' in read) {
  process.stderr.write(read.problems.map((problem) => `${problem}\n`).join(''));
  process.exit(2);
}
const settings = { ...read.settings, ...(role ? { role } : {}) };
const log = createLog({ level: settings.logLevel, secrets: [settings.privateKey, ...settings.webhookSecrets] });
if (devours) devourAt(devours);
const crash = armCrash(crashAt, settings.logLevel);
const service = await startService(settings, {
  log: crash.log ?? log,
  clock: () => today,
  hour: () => 10,
  hasClock: false,
  retries: { readLagMs, patience: (milliseconds) => milliseconds * patience },
  onRequest: crash.onRequest,
  ...(await crash.store(settings)),
}).catch((error: unknown) => {
  log.fatal({ err: error }, 'Could not start.');
  process.exit(2);
});
service.store.died.catch(() => process.exit(1));
// As the clock does at a start. Pull requests are not reconciled: that would make good what was lost, and nobody would see.
if (isSwept && settings.role !== 'web') {
  const sweep = () => sendTo(service.store, [{ kind: 'sweep-deliveries' }]).catch(() => {});
  await sweep();
  setInterval(sweep, SWEEP_MS);
}
stopOnSignals({ log, stop: service.stop });
const tell = (told: Told) => void process.send?.(told);
process.on('message', async (asked: Asked) => {
  if (asked === 'depth') tell({ depth: await service.store.queue.depth().catch(() => null) });
  if (asked === 'memory') tell({ maxRssMb: process.resourceUsage().maxRSS / 1024 });
  if (asked === 'known') {
    const rows = await service.store.db.selectFrom('deliveries').select('guid').execute();
    tell({ known: rows.map(({ guid }) => guid) });
  }
  if (asked === 'entries') {
    const rows = await service.store.db.selectFrom('entries').select('path').execute();
    tell({ entries: rows.map(({ path }) => path) });
  }
});
// Whoever started it is gone: nobody would ever end it.
process.on('disconnect', () => process.exit(1));
tell({ url: service.url });
flushCompileCache();
