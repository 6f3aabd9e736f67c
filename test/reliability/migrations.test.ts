// Processes that are killed while they make the tables leave nothing half (R20): the next start goes through, and the tables are those of this version.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { schemaText } from '../../scripts/schema-text.ts';
import type { DatabaseAt } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createRandom } from '../storm/random.ts';
import { count, IS_FULL } from './counts.ts';

const SERVER = process.env['DATABASE_URL'] ?? null;
const KILLS = count(20, 2);
const wanted = readFileSync(join(import.meta.dirname, '../../src/store/schema.sql'), 'utf8');

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER ?? '' });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A database without anything in it. */
async function bare(): Promise<{ readonly at: DatabaseAt; readonly drop: () => Promise<void> | void }> {
  if (SERVER === null) {
    const folder = mkdtempSync(join(tmpdir(), 'steward-migrations-'));
    return { at: { folder }, drop: () => rmSync(folder, { recursive: true, force: true }) };
  }
  const name = `steward_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { at: { url: url.href }, drop: () => onServer(`drop database ${name} with (force)`) };
}

function open(at: DatabaseAt): ChildProcess {
  return fork(join(import.meta.dirname, 'store-opener.ts'), [JSON.stringify(at)], { execArgv: [], stdio: 'pipe' });
}

async function schemaOf({ db }: Store): Promise<string> {
  return schemaText(async (text) => (await sql.raw<Record<string, unknown>>(text).execute(db)).rows);
}

test(`killed ${KILLS} times while the tables are made`, async () => {
  const random = createRandom(20);
  const { at, drop } = await bare();
  for (let kill = 0; kill < KILLS; kill++) {
    const child = open(at);
    await once(child, 'message');
    await new Promise((resolve) => setTimeout(resolve, random.between(20, SERVER === null ? 2_000 : 400)));
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  const store = await openStore(at, { isSupervised: false });
  expect(await schemaOf(store)).toBe(wanted);
  expect((await store.queue.depth()).waiting).toBe(0);
  await store.close();
  await drop();
}, 600_000);

// One process at a time on an embedded one.
(SERVER === null ? test.skip : test)(
  'made by five processes at once',
  async () => {
    for (let round = 0; round < (IS_FULL ? 10 : 2); round++) {
      const { at, drop } = await bare();
      const all = Array.from({ length: 5 }, () => openStore(at, { isSupervised: false }));
      const stores = await Promise.all(all);
      expect(await schemaOf(stores[0] as Store)).toBe(wanted);
      for (const store of stores) await store.close();
      await drop();
    }
  },
  600_000,
);
