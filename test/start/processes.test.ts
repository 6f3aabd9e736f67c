// test/start: the service as people run it. On PostgreSQL as two processes, one that takes deliveries and one that works; else as one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import { emptyDatabase, isOnPostgresql } from '../store/test-store.ts';

jest.setTimeout(240_000); // Two busy cores: a first start alone may take half a minute.

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const ROLES = isOnPostgresql ? ['web', 'worker'] : ['all'];

type Running = {
  readonly role: string;
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<Ended>;
};
type Ended = { readonly role: string; readonly code: number | null; readonly err: string; readonly last: string };

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

async function start(role: string, variables: Readonly<Record<string, string>>): Promise<Running> {
  const env = { ...variables, ROLE: role, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info' } as const;
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let [out, err] = ['', ''];
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    const line = out.split('\n').find((one) => one.includes('"msg":"Listening."') && one.endsWith('}'));
    if (line) resolve(JSON.parse(line).url ?? '');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]): Ended => {
    children.delete(child);
    return { role, code, err, last: JSON.parse(out.trim().split('\n').at(-1) ?? '{}').msg };
  });
  const url = await Promise.race([listening, ended]);
  if (typeof url !== 'string') throw new Error(`The service did not start: ${out}${err}`);
  return { role, child, url, ended };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};

async function stopAll(all: readonly Running[]): Promise<void> {
  const from = performance.now();
  for (const { child } of all) child.kill('SIGTERM');
  expect(await Promise.all(all.map(({ ended }) => ended))).toEqual(
    all.map(({ role }) => ({ role, code: 0, err: '', last: 'Stopped.' })),
  );
  expect(performance.now() - from).toBeLessThan(21_000);
}

async function openPull(github: StandIn, repository: Repository, branch: string): Promise<Pull> {
  await github.createBranch(repository, branch, { by: 'ada' });
  await github.commit(repository, branch, { [`runbooks/${branch}.md`]: `# ${branch}\n` }, { author: 'ada' });
  return github.openPull({ repository, head: branch, title: branch, author: 'ada' });
}

test(`${ROLES.join(' and ')}: what was delivered is checked, also when all stop in the midst of it`, async () => {
  const github = await startStandIn({ organisations: { acme: ['ada'] } });
  const folder = mkdtempSync(join(tmpdir(), 'steward-processes-'));
  const { at, drop } = isOnPostgresql ? await emptyDatabase() : { at: { folder }, drop: async () => {} };
  const variables = {
    ...{ APP_ID: String(github.app.id), PRIVATE_KEY: github.app.privateKey, GITHUB_API_URL: github.url },
    ...{ WEBHOOK_SECRET: github.app.webhookSecret },
    ...('url' in at ? { DATABASE_URL: at.url } : { DATA_DIR: folder }),
  };
  const startAll = async () => {
    const all = await Promise.all(ROLES.map((role) => start(role, variables)));
    github.hooks.url = `${all.find(({ url }) => url !== '')?.url}/api/github/webhooks`;
    return all;
  };
  const concluded = ({ head }: Pull) => github.checkRuns('acme/ops', head.sha).map(({ conclusion }) => conclusion);

  const first = await startAll();
  const repository = await github.createRepository({
    ...{ owner: 'acme', name: 'ops' },
    files: { '.github/runbook-steward.yml': 'enforce: new\n', 'runbooks/a.md': '# A\n' },
  });
  const early = await openPull(github, repository, 'early');
  await until(() => concluded(early).includes('failure'));

  // GitHub lets the next one wait for ten seconds, and nobody waits that long.
  github.fault({ operation: 'pulls/list-files', kind: 'hang' });
  const late = await openPull(github, repository, 'late');
  await github.hooks.settled();
  await until(() => github.requests.some(({ fault }) => fault === 'hang'));
  await stopAll(first);
  expect(concluded(late)).not.toContain('failure');

  const second = await startAll();
  await until(() => concluded(late).includes('failure'));
  await github.hooks.settled();
  await stopAll(second);
  expect([concluded(early), concluded(late)]).toEqual([['failure'], ['failure']]);
  expect(github.violations).toEqual([]);
  await github.close();
  await drop();
  rmSync(folder, { recursive: true, force: true });
});
