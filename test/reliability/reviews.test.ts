// Runs about reviews that die, databases that are older than GitHub, clocks that are set, and a night in which everything is new.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type KyselyPlugin, sql } from 'kysely';
import { addDays, mondayOf } from '../../src/core/review/days.ts';
import type { Tools } from '../../src/flows/tools.ts';
import type { Connection } from '../../src/github/connect.ts';
import type { GitHub } from '../../src/github/github.ts';
import { removeInstallation, saveInstallation } from '../../src/store/installations.ts';
import { CONFIG, type ReviewWorld, reviewed, startReviewWorld, writesIn } from '../flows/review-world.ts';
import type { Repository } from '../stand-in/world.ts';
import { count, IS_FULL } from './counts.ts';

let world: ReviewWorld;
beforeEach(async () => {
  world = await startReviewWorld();
}, 60_000);
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const ROOM = 'issues: {perOwnerWeekly: 50, perRun: 50, perDay: 1000}\nowners: {fallback: "@acme/leads"}\n';
const critical = (title: string, more: object = {}) => reviewed(title, { risk: 'critical', ...more });

/** All that people see. */
async function seen(name: string) {
  const issues = await world.github.issues(`acme/${name}`);
  return Promise.all(
    issues.map(async ({ number, title, state, body }) => ({
      ...{ number, title, state, body: body?.replaceAll(name, 'ops').replace(/^@.* please see to this\.\n\n/m, '') },
      comments: (await world.github.comments(`acme/${name}`, number)).map((one) => one.body),
    })),
  );
}

/** A repository in which the next run has one of everything to write. */
async function readyFor(name: string): Promise<void> {
  const home = await world.repository(name, {
    [CONFIG]: ROOM,
    'runbooks/a.md': reviewed('A'),
    'runbooks/b.md': critical('B', { owner: '@acme/dba' }),
    'runbooks/c.md': reviewed('C', { owner: '@acme/leads' }),
    'runbooks/d.md': reviewed('D', { owner: '@acme/leads' }),
  });
  await world.review(name);
  const { day } = world.now;
  world.nextDay(7);
  await world.github.changeIssue(home, 1, 'ada', { state: 'closed', state_reason: 'completed' });
  await world.follow();
  const changes = {
    'runbooks/a.md': reviewed('A', { last: day }),
    'runbooks/c.md': reviewed('C', { owner: '@acme/leads', last: day }),
    'runbooks/e.md': critical('E'),
    'runbooks/f.md': reviewed('F', { owner: '@acme/gone' }),
  };
  await world.github.commit(home, 'main', changes, { author: 'ada' });
  await world.index(name);
}

/** A process that dies at its `at`-th step: before or after any request, before any statement. Nothing of it comes after. */
function dyingAt(at: number): { readonly tools: Partial<Tools>; readonly steps: () => number } {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps >= at) throw new Error('The process died.');
  };
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      step();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const dying = (github: GitHub): GitHub => ({
    ...github,
    send: async (request) => {
      step();
      const reply = await github.send(request);
      step();
      return reply;
    },
  });
  const { connection, store } = world.tools;
  const wrapped: Connection = {
    ...connection,
    reading: (installation) => dying(connection.reading(installation)),
    readingIssues: (installation) => dying(connection.readingIssues(installation)),
    writing: (repository, rights) => dying(connection.writing(repository, rights)),
  };
  const tools = { connection: wrapped, store: { ...store, db: store.db.withPlugin(plugin) } };
  return { tools, steps: () => steps };
}

test('a run that dies at any step is taken up without a double, and ends where it would have', async () => {
  await readyFor('r0');
  const whole = dyingAt(Number.POSITIVE_INFINITY);
  await world.review('r0', whole.tools);
  const wanted = await seen('r0');
  expect(await world.review('r0')).toEqual([]);
  expect(wanted.map(({ title, state, comments }) => `${title}: ${state}, ${comments.length}`)).toEqual([
    'Review due: B: open, 1',
    'Reviews due: procedures of @acme/leads: open, 0',
    'Reviews due: procedures of @acme/sre: closed, 0',
    'Review due: E: open, 0',
    'Procedures need a new owner: @acme/gone is gone: open, 0',
  ]);
  const steps = whole.steps();
  expect(steps).toBeGreaterThan(60);
  const every = count(1, Math.ceil(steps / 4));
  for (let at = every; at <= steps; at += every) {
    world.now.day = '2026-11-23';
    await world.store.db.deleteFrom('facts').where('fact', 'like', 'opening %').execute(); // The caps are no matter of this test.
    const name = `r${at}`;
    await readyFor(name);
    await expect(world.review(name, dyingAt(at).tools)).rejects.toThrow('The process died.');
    await world.review(name);
    expect({ at, seen: await seen(name) }).toEqual({ at, seen: wanted });
    expect(await world.review(name)).toEqual([]);
  }
}, 600_000);

test('day after day on GitHub: within the caps, and a second run asks nothing', async () => {
  const owners = ['@acme/sre', '@acme/dba', '@acme/leads'];
  const page = (i: number, last: string) =>
    reviewed(`P ${i}`, { owner: owners[i % 3] ?? '', risk: i % 4 === 0 ? 'high' : 'low', last });
  const dates = Array.from({ length: 18 }, (_, i) => (i < 9 ? '2025-12-01' : `2025-12-${10 + i}`));
  const pages = Object.fromEntries(dates.map((last, i) => [`runbooks/${i}.md`, page(i, last)]));
  const home = await world.repository('ops', {
    [CONFIG]: 'review: {default: 12 months, byRisk: {high: 12 months}}\n',
    ...pages,
  });
  const asked = new Map<string, string>();
  const opened = new Map<string, number>();
  for (let day = 0; day < count(365, 21); day += 1) {
    const before = (await world.github.issues('acme/ops')).length;
    await world.review('ops');
    expect([world.now.day, await world.review('ops')]).toEqual([world.now.day, []]);
    const all = await world.github.issues('acme/ops');
    for (const { body, title } of all.slice(before)) {
      const owner = /@acme\/\w+/.exec(`${title} ${body}`)?.[0] ?? '';
      const week = `${mondayOf(world.now.day)} ${owner}`;
      opened.set(week, (opened.get(week) ?? 0) + 1);
    }
    for (const { state, body } of all)
      for (const [, i = ''] of state === 'open' ? (body ?? '').matchAll(/`runbooks\/(\d+)\.md`/g) : [])
        asked.set(i, asked.get(i) ?? world.now.day);
    const answers = [...asked].filter(([, on]) => world.now.day === addDays(on, 5)).map(([i]) => i);
    world.nextDay();
    if (answers.length === 0) continue;
    for (const i of answers) asked.delete(i);
    const files = Object.fromEntries(answers.map((i) => [`runbooks/${i}.md`, page(Number(i), world.now.day)]));
    await world.github.commit(home, 'main', files, { author: 'ada' });
    await world.index('ops');
  }
  const all = await world.github.issues('acme/ops');
  expect(opened.size).toBeGreaterThan(2);
  expect(Math.max(...opened.values())).toBeLessThanOrEqual(2);
  expect(all.filter(({ state }) => state === 'closed').length).toBeGreaterThan(0);
}, 600_000);

describe('a database that is older than GitHub (R21)', () => {
  const TABLES = ['issues', 'effects', 'facts'] as const;
  type Dump = ReadonlyMap<string, readonly unknown[]>;

  async function dump(): Promise<Dump> {
    const rows = new Map<string, readonly unknown[]>();
    for (const table of TABLES) {
      const { rows: found } = await sql`select to_jsonb(t) as row from ${sql.table(table)} t`.execute(world.store.db);
      rows.set(table, found);
    }
    return rows;
  }
  async function restore(kept: Dump): Promise<void> {
    for (const table of TABLES) {
      await sql`delete from ${sql.table(table)}`.execute(world.store.db);
      const rows = JSON.stringify((kept.get(table) ?? []).map((one) => Object(one)['row']));
      await sql`insert into ${sql.table(table)} overriding system value
        select * from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}::jsonb)`.execute(world.store.db);
    }
  }

  let home: Repository;
  beforeEach(async () => {
    home = await world.repository('ops', {
      [CONFIG]: ROOM,
      ...Object.fromEntries(
        Array.from({ length: count(40, 6) }, (_, i) => [
          `runbooks/${i}.md`,
          critical(`P ${i}`, { last: `2026-0${1 + (i % 3)}-01` }),
        ]),
      ),
      'runbooks/a.md': reviewed('A'),
    });
  });

  test('a dump of the day before: nothing is opened twice, and nothing closed is asked again', async () => {
    await world.github.commit(home, 'main', { 'runbooks/a.md': null }, { author: 'ada' });
    await world.index('ops');
    await world.review('ops');
    const before = (await world.github.issues('acme/ops')).length;
    const kept = await dump();
    world.nextDay();
    await world.github.commit(
      home,
      'main',
      { 'runbooks/a.md': reviewed('A'), 'runbooks/g.md': reviewed('G', { owner: '@gone' }) },
      { author: 'ada' },
    );
    await world.index('ops');
    await world.review('ops');
    await world.github.changeIssue(home, before, 'ada', { state: 'closed', state_reason: 'not_planned' });
    await world.follow();
    const then = await seen('ops');
    expect(then).toHaveLength(before + 2);
    await restore(kept);
    await world.review('ops');
    expect(await seen('ops')).toEqual(then);
    expect(await world.review('ops')).toEqual([]);
  });

  test('no database at all: the open issues are known again, and none is opened twice', async () => {
    await world.review('ops');
    const then = await seen('ops');
    await removeInstallation(world.store, world.installation);
    await saveInstallation(world.store, {
      ...{ id: world.installation, account: 'acme', accountId: 1, isOrganisation: true },
      ...{ permissions: null, isSuspended: false },
    });
    await world.index('ops');
    const writes = writesIn(await world.review('ops'));
    expect(new Set(writes)).toEqual(new Set(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']));
    expect(await seen('ops')).toEqual(then);
    expect(await world.review('ops')).toEqual([]);
  });
});

describe('a clock that is set (R11)', () => {
  test.each([
    ['a day back', -1],
    ['a week back', -7],
    ['a day on', 1],
  ])('%s and right again: nothing is opened or closed for it', async (_, days) => {
    await world.repository('ops', {
      [CONFIG]: ROOM,
      'runbooks/a.md': reviewed('A'),
      'runbooks/b.md': critical('B'),
      'runbooks/c.md': reviewed('C', { owner: '@gone' }),
    });
    world.nextDay(7);
    await world.review('ops');
    const then = await seen('ops');
    expect(then).toHaveLength(3);
    world.nextDay(days);
    expect(writesIn(await world.review('ops'))).toEqual([]);
    world.nextDay(-days);
    expect(await world.review('ops')).toEqual([]);
    expect(await seen('ops')).toEqual(then);
  });
});

test(
  'many repositories are installed in one night, and their runs go side by side: the caps hold',
  async () => {
    const [repositories, teams, perDay] = [count(400, 12), count(12, 6), count(20, 8)];
    const names = Array.from({ length: repositories }, (_, i) => `n${i}`);
    for (const [i, name] of names.entries()) {
      const owner = `@acme/t${i % teams}`;
      const due = { 'runbooks/a.md': critical('A', { owner }), 'runbooks/b.md': reviewed('B', { owner }) };
      const files = { [CONFIG]: `issues: {perDay: ${perDay}}\n`, ...due };
      await world.github.createRepository({ owner: 'acme', name, files });
      const grants = { [`acme/${name}`]: 'write' } as const;
      world.github.setTeam({ organisation: 'acme', slug: `t${i % teams}`, members: ['ada'], grants });
      await world.index(name);
    }
    const night = async () => {
      for (let at = 0; at < names.length; at += 8)
        await Promise.all(names.slice(at, at + 8).map((name) => world.review(name)));
      const all = await Promise.all(names.map((name) => world.github.issues(`acme/${name}`)));
      const owners = all.flat().map(({ body }) => /@acme\/t\d+/.exec(body ?? '')?.[0] ?? '');
      return {
        opened: owners.length,
        most: Math.max(...[...Map.groupBy(owners, String).values()].map((one) => one.length)),
      };
    };
    expect(await night()).toEqual({ opened: perDay, most: 2 });
    world.nextDay();
    expect(await night()).toEqual({ opened: 2 * teams, most: 2 });
    world.nextDay(6);
    expect(await night()).toEqual({ opened: 2 * teams + perDay, most: 4 });
  },
  IS_FULL ? 1_200_000 : 120_000,
);
