// test/web: the service in a process of its own, with a handler that only waits. What `main.ts` does without GitHub.
import { env, serviceEnv } from '../../src/env.ts';
import { createLog } from '../../src/log/log.ts';
import { readServiceSettings } from '../../src/start/service-settings.ts';
import { stopOnSignals } from '../../src/start/stop-on-signals.ts';
import { createEndpoint } from '../../src/web/endpoint.ts';
import { startServer } from '../../src/web/start-server.ts';

const read = readServiceSettings(serviceEnv());
if ('problems' in read) {
  process.stderr.write(read.problems.map((problem) => `${problem}\n`).join(''));
  process.exit(2);
}
const { webhookSecrets, privateKey, logLevel, host, port } = read.settings;
/** A delivery that says `wait` is under way until this process is told `finish`. */
const finish = new Promise<void>((resolve) => {
  process.on('message', (message) => message === 'finish' && resolve());
});
const log = createLog({ level: logLevel, secrets: [...webhookSecrets, privateKey] });
let isReady = true;
const underWay = new Set<Promise<void>>();
const app = createEndpoint({
  secrets: webhookSecrets,
  log,
  unreadiness: async () => (isReady ? [] : ['stopping']),
  accept: async ({ event, payload }, about) => {
    about.info('Began.');
    if (event === 'throw_later') setTimeout(() => JSON.parse(`${webhookSecrets.join()} is no JSON`), 10);
    const work: Promise<void> = (payload['wait'] === true ? finish : Promise.resolve())
      .then(() => about.info('Done.'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  },
});
const server = await startServer(app, { host, port }).catch((error: unknown) => {
  log.fatal({ err: error }, 'Could not start.');
  process.exit(2);
});
stopOnSignals({
  log,
  graceMs: 20_000,
  stop: async (graceMs) => {
    isReady = false;
    await server.stop(graceMs);
    await Promise.all(underWay);
  },
});
log.info({ url: server.url, colour: env.colour }, 'Listening.');
process.send?.({ url: server.url });
process.on(
  'message',
  (message) => message === 'measure' && process.send?.({ maxRssKb: process.resourceUsage().maxRSS }),
);
