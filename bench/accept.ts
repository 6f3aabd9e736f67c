// bench: how many deliveries are accepted (`ROLE=web` on PostgreSQL, no worker) beside a bare Probot that keeps nothing, and how soon at 200 a second.
import { atRate, flood, hangUp, KEY, makeDatabase, SECRET, type Steady, start } from './deliveries.ts';
import { markdownTable, median } from './table.ts';

const ROUNDS = 5;
const SECONDS = 4;
const RATE = 200;

/** The rates in turn, round by round, so that what else the machine does meets both; then one side at a steady rate. */
export async function benchAccept(server: string): Promise<string> {
  const { url: database, drop } = await makeDatabase(server);
  const common = { PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET };
  const bare = await start('bench/bare-probot.ts', [], common);
  const ours = await start('test/storm/program.ts', [JSON.stringify({ readLagMs: 15_000, today: '2026-11-23' })], {
    ...{ ...common, APP_ID: '1', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info', ROLE: 'web' },
    ...{ GITHUB_API_URL: 'http://127.0.0.1:9', DATABASE_URL: database },
  });
  try {
    for (const { url } of [bare, ours]) await flood(url, 1);
    const rounds: { readonly bare: number; readonly ours: number }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ bare: await flood(bare.url, SECONDS), ours: await flood(ours.url, SECONDS) });
    const steady = { bare: await atRate(bare.url, RATE, 10), ours: await atRate(ours.url, RATE, 10) };
    const times = ({ p50, p99 }: Steady) => [p50.toFixed(1), p99.toFixed(1)];
    const rate = (side: 'bare' | 'ours') => median(rounds.map((round) => round[side]));
    const ratio = median(rounds.map((round) => round.ours / round.bare));
    return markdownTable(
      ['endpoint', 'accepted a second, flooded', 'ratio', `p50 at ${RATE}/s, ms`, `p99 at ${RATE}/s, ms`],
      [
        ['bare Probot, keeps nothing', rate('bare').toFixed(0), '1', ...times(steady.bare)],
        ['Runbook Steward', rate('ours').toFixed(0), ratio.toFixed(2), ...times(steady.ours)],
      ],
    );
  } finally {
    for (const { child } of [bare, ours]) child.kill('SIGKILL');
    hangUp();
    await drop();
  }
}

if (import.meta.main)
  process.stdout.write(await benchAccept(process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'));
