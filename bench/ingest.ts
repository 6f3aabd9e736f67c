// bench: what is accepted is on disk (R01): 200 deliveries a second for ten minutes, then 1,000 a second for half a minute, and every row counted.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Told } from '../test/storm/told.ts';
import { atRate, hangUp, KEY, makeDatabase, SECRET, start } from './deliveries.ts';
import { markdownTable } from './table.ts';

/** `server` null: the embedded database, in a folder. Nothing is worked on: GitHub is not asked for anything here. */
export async function benchIngest(server: string | null, seconds: readonly [number, number]): Promise<string> {
  const place = server === null ? makeFolder() : await makeDatabase(server);
  const variables = {
    ...{ PRIVATE_KEY: KEY, WEBHOOK_SECRET: SECRET, APP_ID: '1', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0' },
    ...{ LOG_LEVEL: 'info', GITHUB_API_URL: 'http://127.0.0.1:9' },
    ...(server === null ? { DATA_DIR: place.url } : { DATABASE_URL: place.url }),
  };
  const options = JSON.stringify({ readLagMs: 15_000, today: '2026-11-23', role: 'web' });
  const { child, url } = await start('test/storm/program.ts', [options], variables);
  const ask = async (question: 'known' | 'memory'): Promise<Told> => {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0] as Told;
  };
  try {
    const rows: string[][] = [];
    const accepted: string[] = [];
    for (const [rate, duration] of [
      [200, seconds[0]],
      [1_000, seconds[1]],
    ] as const) {
      const steady = await atRate(url, rate, duration);
      accepted.push(...steady.accepted);
      const told = await ask('known');
      const known = new Set('known' in told ? told.known : []);
      const missing = accepted.filter((guid) => !known.has(guid)).length;
      const memory = await ask('memory');
      rows.push([
        ...[`${rate}/s for ${duration} s`, String(rate * duration), String(steady.refused), String(missing)],
        ...[steady.p50.toFixed(1), steady.p99.toFixed(1)],
        'maxRssMb' in memory ? memory.maxRssMb.toFixed(0) : '',
      ]);
    }
    return markdownTable(
      ['deliveries', 'sent', 'not accepted', 'accepted and not on disk', 'p50, ms', 'p99, ms', 'memory at most, MB'],
      rows,
    );
  } finally {
    child.kill('SIGKILL');
    hangUp();
    await place.drop();
  }
}

function makeFolder() {
  const url = mkdtempSync(join(tmpdir(), 'steward-ingest-'));
  return { url, drop: async () => rmSync(url, { recursive: true, force: true }) };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600,30' } } });
  const [steady = 600, burst = 30] = values.seconds.split(',').map(Number);
  process.stdout.write(await benchIngest(process.env['DATABASE_URL'] ?? null, [steady, burst]));
}
