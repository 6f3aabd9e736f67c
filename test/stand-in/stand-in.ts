// test/stand-in: a GitHub of our own. Start it, build a world in it, point the app at it, look at what came of it.
import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from './build/build.ts';
import type { Build } from './build/verbs.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import type { Engine } from './engine.ts';
import { type Fault, type Faults, newFaults } from './faults.ts';
import { listen } from './front.ts';
import { startGitStarter } from './git/git-starter.ts';
import { type Hooks, newHooks } from './hooks.ts';
import { type Look, look } from './look.ts';
import { newBirths } from './read-lag.ts';
import type { RecordedRequest, Violation } from './record.ts';
import { keyOf, newWorld, type Permissions, type World } from './world.ts';

/** What `app.yml` asks for: check only. */
export const checkPermissions: Permissions = {
  ...{ metadata: 'read', contents: 'read', members: 'read', merge_queues: 'read' },
  ...{ checks: 'write', issues: 'write', pull_requests: 'write' },
};
/** What `app.repair.yml` asks for: check and repair. */
export const repairPermissions: Permissions = { ...checkPermissions, contents: 'write' };

export type StandInOptions = {
  readonly port?: number;
  /** Login → its members; more people are named under `users`. */
  readonly organisations?: Readonly<Record<string, readonly string[]>>;
  readonly users?: readonly string[];
  /** Who installed the app; every organisation unless told. */
  readonly installations?: readonly string[];
  readonly permissions?: Permissions;
  readonly app?: {
    readonly id?: number;
    readonly slug?: string;
    readonly name?: string;
    readonly webhookSecret?: string;
  };
  /** Milliseconds; what GitHub dates with. Tokens live by the real clock. */
  readonly now?: () => number;
  /** Milliseconds until a delivery counts as failed; GitHub waits 10 s. */
  readonly deliveryTimeoutMs?: number;
};

export type StandIn = Build &
  Look & {
    /** For `GITHUB_API_URL`, and for the browser. */
    readonly url: string;
    readonly app: Engine['app'];
    readonly world: World;
    readonly hooks: Hooks;
    readonly requests: readonly RecordedRequest[];
    /** Requests GitHub would not have understood, and mistakes of the stand-in's own. A test ends by expecting none. */
    readonly violations: readonly Violation[];
    readonly requestsSince: (mark: number) => readonly RecordedRequest[];
    /** For `requestsSince`. */
    readonly mark: () => number;
    readonly fault: (fault: Fault) => void;
    readonly clearFaults: () => void;
    readonly decideFaults: Faults['decide'];
    /** How long lists lag behind, in milliseconds. */
    readonly setReadLag: (milliseconds: number) => void;
    /** Makes every installation token that was given out expire now. */
    readonly expireTokens: () => void;
    readonly close: () => Promise<void>;
  };

let making: Promise<string> | undefined;

/** A key is slow to find, so all stand-ins of a process share one. */
function privateKeyOfProcess(): Promise<string> {
  making ??= promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).then(({ privateKey }) => privateKey);
  return making;
}

type AppOptions = NonNullable<StandInOptions['app']>;

async function appOf({ id = 4711, slug = 'runbook-steward', name = 'Runbook Steward', webhookSecret }: AppOptions) {
  const secret = webhookSecret ?? randomBytes(20).toString('hex');
  return { id, slug, name, privateKey: await privateKeyOfProcess(), webhookSecret: secret };
}

type People = {
  readonly organisations: Readonly<Record<string, readonly string[]>>;
  readonly users: readonly string[];
  readonly installations: readonly string[];
};

function populate(world: World, { organisations, users, installations }: People, permissions: Permissions): void {
  const newId = () => {
    world.nextId += 1;
    return world.nextId;
  };
  const logins = new Set([...users, ...Object.values(organisations).flat()]);
  for (const login of logins) world.users.set(keyOf(login), { id: newId(), login, type: 'User' });
  for (const [login, members] of Object.entries(organisations)) {
    const account = { id: newId(), login, type: 'Organization' } as const;
    const facts = { account, teams: new Map(), admins: new Set<string>(), basePermission: 'read' } as const;
    world.organisations.set(keyOf(login), { ...facts, members: new Set(members.map(keyOf)) });
  }
  for (const login of new Set([...installations, ...Object.keys(organisations)])) {
    const account = world.organisations.get(keyOf(login))?.account ?? world.users.get(keyOf(login));
    if (!account) throw new Error(`The app cannot be installed for ${login}: name it under organisations or users.`);
    const facts = { account, createdAt: '2026-01-01T00:00:00Z', permissions, suspendedAt: null };
    const id = newId();
    const where = installations.includes(login) ? world.installations : world.uninstalled;
    where.set(id, { id, ...facts, repositories: 'all' });
  }
}

/** Starts a GitHub on a free port of this machine. `close` it. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const {
    organisations = { acme: ['ada', 'grace'] },
    users = [],
    now = Date.now,
    permissions = checkPermissions,
  } = options;
  const installations = options.installations ?? Object.keys(organisations);
  const [folder, app, listening] = await Promise.all([
    mkdtemp(join(tmpdir(), 'stand-in-')),
    appOf(options.app ?? {}),
    listen(options.port ?? 0),
  ]);
  const world = newWorld();
  populate(world, { organisations, users, installations }, permissions);
  const emulator: Emulator = await startEmulator({
    url: listening.url,
    app,
    users: [...world.users.values()].map(({ login }) => login),
    organisations: Object.entries(organisations).map(([login, members]) => ({ login, members })),
    // The front narrows: an installation may be given more rights later.
    permissions: repairPermissions,
    installations: [...world.installations.values(), ...world.uninstalled.values()].map(({ id, account }) => ({
      id,
      account: account.login,
    })),
  });
  const hooks = newHooks({
    secret: app.webhookSecret,
    appId: app.id,
    now,
    timeoutMs: options.deliveryTimeoutMs ?? 10_000,
  });
  const engine: Engine = {
    ...{ world, url: listening.url, now, app, emulator, hooks },
    ...{ tokens: new Map(), births: newBirths(), manifestCodes: new Map() },
  };
  const starter = await startGitStarter(join(folder, 'git'));
  const faults = newFaults();
  const record = { requests: [] as RecordedRequest[], violations: [] as Violation[] };
  listening.serve({ engine, faults, record });
  return {
    ...build(engine, folder, starter),
    ...look(engine),
    ...{ url: listening.url, app, world, hooks, ...record },
    mark: () => record.requests.length,
    requestsSince: (mark) => record.requests.slice(mark),
    fault: faults.add,
    clearFaults: faults.clear,
    decideFaults: faults.decide,
    setReadLag: engine.births.setLag,
    expireTokens: () => {
      for (const [key, token] of engine.tokens) engine.tokens.set(key, { ...token, expiresAt: 0 });
    },
    close: async () => {
      await Promise.all([listening.close(), emulator.close()]);
      await hooks.stop();
      const stores = new Set([...world.repositories.values()].map(({ store }) => store));
      await Promise.all([...stores].map((store) => store.close()));
      starter.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
