// A stand-in for GitHub, the service beside it, and what a test says and looks at.
import { createPrivateKey } from 'node:crypto';
import { EVENTS } from '../../src/events/events.ts';
import { createLog } from '../../src/log/log.ts';
import { type Service, type ServiceOptions, startService } from '../../src/service.ts';
import { FREE } from '../github/free-limits.ts';
import { repairPermissions, type StandIn, type StandInOptions, startStandIn } from '../stand-in/stand-in.ts';
import type { CheckRun, Pull, Repository } from '../stand-in/world.ts';
import { heldStore } from '../store/test-store.ts';

export const CONFIG = '.github/runbook-steward.yml';
export const CODEOWNERS = '.github/CODEOWNERS';
export const TODAY = '2026-11-23';

/** As the service tries again, without the waiting. */
export const AT_ONCE = { patience: () => 1, readLagMs: 0 } as const;

export type World = {
  readonly github: StandIn;
  readonly service: Service;
  /** The service starts anew, on the same database. */
  readonly restart: (options?: ServiceOptions & { readonly isDryRun?: boolean }) => Promise<void>;
  /** `METHOD route → status` of every request of the app. */
  readonly requests: string[];
  /** Lines of the log, as they were written. */
  readonly lines: string[];
  /** Everything was delivered and handled. */
  readonly settled: () => Promise<void>;
  /** The newest `Procedure ownership` of a commit. */
  readonly checkRun: (sha: string) => CheckRun | undefined;
  readonly close: () => Promise<void>;
};

export type WorldOptions = {
  readonly github?: StandInOptions;
  readonly service?: ServiceOptions;
  readonly isDryRun?: boolean;
  /** The app hears of everything, and keeps its catalog. Otherwise only of what makes checks: the rest would take most of the time. */
  readonly hasCatalog?: boolean;
};

function makesChecks(event: string, action: string | null): boolean {
  return /^(?:pull_request|merge_group|check_)/.test(event) && EVENTS.some((known) => known === `${event}.${action}`);
}

/** `acme` with ada and grace, the stranger eve, and the app installed. */
export async function startWorld({
  github: wanted = {},
  service: options = {},
  isDryRun = false,
  hasCatalog = false,
}: WorldOptions = {}): Promise<World> {
  const github = await startStandIn({ organisations: { acme: ['ada', 'grace'] }, users: ['eve'], ...wanted });
  if (!hasCatalog) github.hooks.fate(({ event, action }) => (makesChecks(event, action) ? 'send' : 'lose'));
  const lines: string[] = [];
  const requests: string[] = [];
  const log = createLog({
    level: 'debug',
    secrets: [github.app.webhookSecret],
    to: { write: (line) => void lines.push(line) },
  });
  const settings = {
    ...{ appId: github.app.id, privateKey: pkcs8(github.app.privateKey), webhookSecrets: [github.app.webhookSecret] },
    ...({ apiUrl: github.url, host: '127.0.0.1', port: 0, metricsPort: 0, logLevel: 'debug', isDryRun } as const),
    ...({ policyRepository: null, timeZone: null, role: 'all' } as const),
    ...({ databaseUrl: null, dataDir: null, storesBodies: true } as const),
  };
  const { store, release } = await heldStore();
  const start = async ({ isDryRun: isDry = isDryRun, ...more }: Parameters<World['restart']>[0] & object) => {
    const started = await startService(
      { ...settings, isDryRun: isDry },
      {
        ...{ log, store, clock: () => TODAY, hour: () => 10, hasClock: false, retries: AT_ONCE, limits: FREE },
        onRequest: ({ route, status }) => requests.push(`${route} → ${status}`),
        ...options,
        ...more,
      },
    );
    github.hooks.url = `${started.url}/api/github/webhooks`;
    return started;
  };
  let service = await start({});
  const settled = async () => {
    // What the service writes is told to it again: a second round is for that.
    for (let round = 0; round < 2; round++) {
      await github.hooks.settled();
      await service.idle();
    }
  };
  return {
    ...{ github, requests, lines, settled },
    get service() {
      return service;
    },
    restart: async (more = {}) => {
      await settled();
      await service.stop(1_000);
      service = await start(more);
    },
    checkRun: (sha) =>
      github
        .checkRuns('acme/ops', sha)
        .filter(({ name }) => name === 'Procedure ownership')
        .at(-1),
    close: async () => {
      await settled();
      await service.stop(1_000);
      await github.close();
      await release();
    },
  };
}

function pkcs8(pem: string): string {
  return createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A procedure with an owner, in order. */
export function procedure(title: string, owner = '@acme/sre'): string {
  return `---\ntitle: ${title}\nowner: "${owner}"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# ${title}\n\nDo it.\n`;
}

/** `acme/ops`: a team that may write, a configuration, CODEOWNERS and a procedure in order. */
export async function opsRepository(
  { github }: World,
  files: Readonly<Record<string, string | null>> = {},
): Promise<Repository> {
  const all = {
    [CONFIG]: 'enforce: new\n',
    [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/ @acme/sre @ada\n',
    'runbooks/a.md': procedure('A'),
    ...files,
  };
  const kept = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
  const repository = await github.createRepository({ owner: 'acme', name: 'ops', files: kept });
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants: { 'acme/ops': 'write' } });
  return repository;
}

/** A branch with `changes` and a pull request of it, handled. */
export async function propose(
  world: World,
  repository: Repository,
  changes: Parameters<StandIn['commit']>[2],
  branch = 'work',
): Promise<Pull> {
  const { github } = world;
  await github.createBranch(repository, branch, { by: 'ada' });
  await github.commit(repository, branch, changes, { author: 'ada' });
  const pull = await github.openPull({ repository, head: branch, title: 'Work', author: 'ada' });
  await world.settled();
  return pull;
}

export { repairPermissions };
