// test/cli: `steward admin` on a database of the service, embedded or PostgreSQL.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import type { ServiceVariables } from '../../src/env.ts';
import { heldBack } from '../../src/store/limits.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { tempFolder } from '../disk/temp-folder.ts';
import { emptyDatabase, isOnPostgresql, testStore } from '../store/test-store.ts';
import { commandsOf, consoleBlocks, wordsOf } from './console.ts';
import { PROJECT, type Ran, steward } from './steward.ts';

jest.setTimeout(120_000);

const FIRST = '6f1d3a52-0b6f-4c11-9f5e-2a7d1c9b8e04';
const SECOND = 'a0c4f2b8-7d35-4e6a-8b19-53e0d6c7f2a1';
const NONE = '00000000-0000-4000-8000-000000000000';
const TOKEN = `ghs_${'a'.repeat(36)}`;

const folder = tempFolder();
let store: Store;
beforeEach(async () => {
  store = await testStore();
});

const on = (args: readonly string[]): Promise<Ran> => steward(folder, args, { store });
const admin = (...args: readonly string[]): Promise<Ran> => on(['admin', ...args]);

/** Two jobs that were given up, and a repository. */
async function seed({ db, queue }: Store): Promise<void> {
  await sql`insert into installations (id, account, is_organisation) values (42, 'acme', true)`.execute(db);
  await saveRepository(db, {
    ...{ id: 1, installation: 42, owner: 'Acme', name: 'Ops', isPrivate: true, isArchived: false, hasIssues: true },
    defaultBranch: 'main',
  });
  const given: readonly (readonly [key: string, id: string, at: string, error: string])[] = [
    ['check 42 acme/ops #7', FIRST, '2026-11-23T08:12:40Z', 'Could not read acme/ops#7: GitHub answered 502'],
    [
      'index 42 acme/ops',
      SECOND,
      '2026-11-23T09:30:00Z',
      `Not a \u001B[31mbranch, with ${TOKEN}\n  at its second line`,
    ],
  ];
  for (const [key, id, at, error] of given) {
    const data = { job: { payload: 'of-the-job' }, delivery: null };
    await db.transaction().execute((trx) => queue.put(trx, [{ key, installation: 42, priority: 1, data }]));
    const [taken] = await queue.take(1, []);
    if (taken) await queue.park({ ...taken, tries: 8 }, error);
    await sql`update pgboss.job set id = ${id}, created_on = ${at} where name = 'parked' and id not in (${FIRST}, ${SECOND})`.execute(
      db,
    );
  }
}

async function waiting(): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select singleton_key as key from pgboss.job where name = 'work' and state = 'created' order by 1`.execute(store.db);
  return rows.map(({ key }) => key);
}

describe('the page docs/cli.md', () => {
  const page = readFileSync(join(PROJECT, 'docs/cli.md'), 'utf8');
  const blocks = consoleBlocks(page).filter(({ commands }) => commands[0]?.startsWith('admin'));

  test('shows what the commands print, one after the other', async () => {
    await seed(store);
    expect(blocks.length).toBeGreaterThan(1);
    for (const { commands, text } of blocks) {
      const said: string[] = [];
      for (const command of commands) {
        const { out, err } = await on(wordsOf(command));
        said.push(`$ steward ${command}\n${err}${out}`);
      }
      expect(said.join('\n')).toBe(text);
    }
  });

  test('shows every one of them', async () => {
    const { out } = await admin('--help');
    const names = [...out.matchAll(/^ {2}([\w-]+) (?:\[options\]|<id>)/gm)].map(([, name = '']) => name);
    expect(names).toEqual(['dead-letters', 'replay', 'drop', 'pause', 'resume']);
    const shown = blocks.flatMap(({ commands }) => commands.map((command) => command.split(' ')[1]));
    expect(names.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('dead letters', () => {
  test('are shown without secrets, payloads and control characters', async () => {
    await seed(store);
    const outs: string[] = [];
    for (const format of ['text', 'json']) {
      const { code, out, err } = await admin('dead-letters', '--format', format);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('[redacted]');
      for (const hidden of [TOKEN, 'of-the-job', '\u001B']) expect(out).not.toContain(hidden);
      outs.push(out);
    }
    const [, out = ''] = outs;
    expect(JSON.parse(out)).toEqual({
      version: 1,
      deadLetters: [
        {
          ...{ id: FIRST, job: 'check 42 acme/ops #7', installation: 42, tries: 8 },
          ...{ givenUp: '2026-11-23T08:12:40.000Z', error: 'Could not read acme/ops#7: GitHub answered 502' },
        },
        expect.objectContaining({ id: SECOND }),
      ],
    });
  });

  test('there are none', async () => {
    expect(await admin('dead-letters')).toEqual({ code: 0, out: 'No dead letters.\n', err: '' });
    expect(JSON.parse((await admin('dead-letters', '--format', 'json')).out)).toEqual({ version: 1, deadLetters: [] });
  });

  test('one is replayed, one dropped, and then there is none', async () => {
    await seed(store);
    expect((await admin('replay', FIRST.toUpperCase())).out).toBe('1 job put back into the queue.\n');
    expect(await waiting()).toEqual(['check 42 acme/ops #7']);
    expect((await admin('drop', SECOND)).out).toBe('1 job dropped.\n');
    expect((await admin('dead-letters')).out).toBe('No dead letters.\n');
    expect(await waiting()).toEqual(['check 42 acme/ops #7']);
  });

  test('all are replayed, from their first try on', async () => {
    await seed(store);
    expect((await admin('replay', '--all')).out).toBe('2 jobs put back into the queue.\n');
    expect(await waiting()).toEqual(['check 42 acme/ops #7', 'index 42 acme/ops']);
    expect((await store.queue.take(2, [])).map(({ tries }) => tries)).toEqual([0, 0]);
    expect((await admin('replay', '--all')).out).toBe('0 jobs put back into the queue.\n');
  });

  test('one that is not there could not be touched', async () => {
    const err = `steward: There is no dead letter ${NONE}: \`steward admin dead-letters\` lists them.\n`;
    for (const command of ['replay', 'drop'])
      expect({ command, ...(await admin(command, NONE)) }).toEqual({ command, code: 2, out: '', err });
  });

  test.each([
    [['drop', "'; --"], "steward: There is no dead letter '; --: `steward admin dead-letters` lists them.\n"],
    [['replay'], 'steward: Give the id of one job, or --all.\n'],
    [['replay', NONE, '--all'], 'steward: Give the id of one job, or --all.\n'],
    [['drop'], "steward: missing required argument 'id'\n(steward admin drop --help tells more)\n"],
    [['pause', '--repo', 'acme'], 'steward: --repo acme is not a repository such as acme/ops.\n'],
    [['pause', '--repo', 'a/b/c'], 'steward: --repo a/b/c is not a repository such as acme/ops.\n'],
    [['puase'], "steward: unknown command 'puase'\n(Did you mean pause?)\n(steward admin --help tells more)\n"],
  ])('%j could not run', async (args, err) => {
    expect(await admin(...args)).toEqual({ code: 2, out: '', err });
  });
});

describe('a pause', () => {
  const scopes = async () => [...(await heldBack(store))].sort();

  test('of one repository, in any case of letters', async () => {
    await seed(store);
    expect(await admin('pause', '--repo', 'Acme/OPS')).toMatchObject({ code: 0, err: '' });
    expect(await scopes()).toEqual(['acme/ops']);
    expect((await admin('resume')).out).toBe('The service as a whole was not paused.\nPaused now: acme/ops.\n');
    expect((await admin('resume', '--repo', 'acme/ops')).out).toContain('Resumed');
    const { code, err } = await admin('pause', '--repo', 'acme/opps');
    expect({ code, err }).toEqual({ code: 0, err: 'warning: the service knows no repository acme/opps yet\n' });
    await admin('pause');
    expect(await scopes()).toEqual(['acme/opps', 'all']);
  });
});

describe('where there is no database to work on', () => {
  const said = async (given: ServiceVariables, work = 'dead-letters') => {
    const { code, out, err } = await steward(folder, ['admin', work], { variables: () => given });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    return err;
  };

  test('none was made yet: none is made', async () => {
    expect(await said({ DATA_DIR: 'none' }, 'pause')).toBe(
      'steward: There is no database of this version in DATA_DIR (none): there is none. Set DATABASE_URL or DATA_DIR as for the service, and start it once.\n',
    );
    expect(() => readFileSync(join(folder.path, 'none'))).toThrow('ENOENT');
  });

  test('the service holds the embedded one; when it has stopped, this works', async () => {
    const at = { folder: join(folder.path, 'held') };
    const held = await openStore({ ...at, ...(await copyOfEmpty()) }, { isSupervised: false });
    await seed(held);
    expect(await said({ DATA_DIR: 'held' })).toBe(
      `steward: The service runs on DATA_DIR (held), and its database is open to it alone (process ${process.pid}). Stop it first; with DATABASE_URL this works while it runs.\n`,
    );
    await held.close();
    const { code, out } = await steward(folder, ['admin', 'dead-letters'], { variables: () => ({ DATA_DIR: 'held' }) });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(FIRST) });
  });

  test('PostgreSQL does not answer, and no password is told', async () => {
    const err = await said({ DATABASE_URL: 'postgres://steward:correct-horse@127.0.0.1:9/steward' });
    expect(err).toMatch(/^steward: Could not open the database of DATABASE_URL: .*ECONNREFUSED.*\.\n$/);
    expect(err).not.toContain('correct-horse');
  });

  test('the address is none', async () => {
    expect(await said({ DATABASE_URL: 'mysql://x' })).toContain(
      'steward: DATABASE_URL is not an address of PostgreSQL.',
    );
  });

  (isOnPostgresql ? test : test.skip)('a PostgreSQL that is not of the service is left as it is', async () => {
    const { at, drop: dropOther } = await emptyDatabase();
    const url = 'url' in at ? at.url : '';
    expect(await said({ DATABASE_URL: url }, 'pause')).toContain('it holds nothing of the service');
    const { openDatabase } = await import('../../src/store/database.ts');
    const database = await openDatabase({ url });
    const { rows } = await database.query("select 1 from pg_tables where schemaname in ('public', 'pgboss')");
    expect(rows).toEqual([]);
    await database.close();
    await dropOther();
  });
});

/** Where the other tests run on PostgreSQL, one is made. */
async function copyOfEmpty(): Promise<{ readonly copyOf?: Uint8Array<ArrayBuffer> }> {
  if (isOnPostgresql) return {};
  const { at } = await emptyDatabase();
  return 'copyOf' in at && at.copyOf ? { copyOf: at.copyOf } : {};
}

describe('the help', () => {
  test.each([[], ['dead-letters'], ['replay'], ['drop'], ['pause'], ['resume']])('of %j', async (...args) => {
    const { code, out, err } = await admin(...args, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const examples = commandsOf(out);
    expect(examples.length).toBeGreaterThan(0);
    // Nothing is wrong with them but that there is nothing to work on.
    for (const example of examples) {
      const ran = await steward(folder, wordsOf(example), { variables: () => ({ DATA_DIR: 'none' }) });
      expect({ example, ...ran }).toMatchObject({ err: expect.stringContaining('There is no database') });
    }
  });
});

/** Tells on the error side of every package of the database that is loaded. */
const TELLS = `data:text/javascript,${encodeURIComponent(
  "import { registerHooks } from 'node:module';" +
    'registerHooks({ resolve(name, context, next) { const found = next(name, context);' +
    "if (/node_modules\\/(pg|pg-boss|kysely|@electric-sql)\\//.test(found.url)) process.stderr.write(found.url + '\\n');" +
    'return found; } });',
)}`;
const loads = (...args: readonly string[]) => {
  const program = join(PROJECT, 'src/cli/steward.ts');
  const cwd = join(PROJECT, 'examples/acme-ops');
  return spawnSync(process.execPath, ['--import', TELLS, program, ...args], { encoding: 'utf8', cwd, env: {} }).stderr;
};

test('only what works on the database loads its packages', () => {
  for (const args of [['check'], ['--help'], ['admin', 'pause', '--help'], ['admin', 'drop', 'x']])
    expect({ args, loaded: loads(...args) }).toEqual({ args, loaded: expect.not.stringContaining('node_modules') });
  expect(loads('admin', 'dead-letters')).toContain('node_modules/pg-boss/');
});
