// scripts: `npm run storm` kills the service over and over while GitHub delivers to it, and prints what was lost and what was done twice.
import { parseArgs } from 'node:util';
import { DEFAULTS, runStorm } from '../test/storm/storm.ts';

const USAGE = `Usage: npm run storm -- [options]

The service runs as a process of its own beside a stand-in for GitHub. It is killed and started again while deliveries come in.

--database embedded|URL  where; on a server a database is made and dropped again (${DEFAULTS.database})
--deliveries N           pull requests that are told of (${DEFAULTS.deliveries})
--rate N                 deliveries a second (${DEFAULTS.rate})
--kills N                how often the process is ended (${DEFAULTS.kills})
--kill-after MS-MS       from ready to the kill (${DEFAULTS.killAfterMs.join('-')})
--signal SIGKILL|SIGTERM|SIGSTOP (${DEFAULTS.signal}; SIGSTOP: a second worker is stopped for 12 s each time)
--replicas 1|2           2, on PostgreSQL: two processes behind a balancer are ended in turn
--duplicates SHARE       deliveries that are sent twice (${DEFAULTS.duplicates})
--faults SHARE           writes that GitHub answers wrongly, two thirds of them carried out (${DEFAULTS.faults})
--lag MS                 for which GitHub's lists hide what was made (${DEFAULTS.lagMs})
--read-lag MS            for which the service waits because of that (${DEFAULTS.readLagMs}, as in production)
--patience FACTOR        on the service's waits before a further try (${DEFAULTS.patience})
--repositories N         (${DEFAULTS.repositories}; 20 for more than a hundred kills: each process asks for the tokens of all anew, and the
                         stand-in gives 5,000 in an hour)
--drain SECONDS          to wait for the end (${DEFAULTS.drainMs / 1_000})
--seed N                 of every random choice (${DEFAULTS.seed})
--log FILE               where the service's lines go
`;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    deliveries: { type: 'string' },
    rate: { type: 'string' },
    kills: { type: 'string' },
    'kill-after': { type: 'string' },
    signal: { type: 'string' },
    replicas: { type: 'string' },
    duplicates: { type: 'string' },
    faults: { type: 'string' },
    lag: { type: 'string' },
    'read-lag': { type: 'string' },
    patience: { type: 'string' },
    repositories: { type: 'string' },
    drain: { type: 'string' },
    seed: { type: 'string' },
    log: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}

function number(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value < 0) {
    process.stderr.write(`${text} is no number.\n\n${USAGE}`);
    process.exit(2);
  }
  return value;
}

const [least, most] = (values['kill-after'] ?? DEFAULTS.killAfterMs.join('-')).split('-');
const signal = (['SIGTERM', 'SIGSTOP'] as const).find((one) => one === values.signal) ?? DEFAULTS.signal;
const result = await runStorm({
  deliveries: number(values.deliveries, DEFAULTS.deliveries),
  rate: number(values.rate, DEFAULTS.rate),
  kills: number(values.kills, DEFAULTS.kills),
  killAfterMs: [number(least, 0), number(most ?? least, 0)],
  signal,
  replicas: values.replicas === '2' ? 2 : 1,
  database: values.database ?? DEFAULTS.database,
  duplicates: number(values.duplicates, DEFAULTS.duplicates),
  faults: number(values.faults, DEFAULTS.faults),
  lagMs: number(values.lag, DEFAULTS.lagMs),
  readLagMs: number(values['read-lag'], DEFAULTS.readLagMs),
  patience: number(values.patience, DEFAULTS.patience),
  repositories: number(values.repositories, DEFAULTS.repositories),
  drainMs: number(values.drain, DEFAULTS.drainMs / 1_000) * 1_000,
  seed: number(values.seed, DEFAULTS.seed),
  logFile: values.log ?? null,
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
process.exit(result.lost + result.doubled + result.notOnDisk === 0 ? 0 : 1);
