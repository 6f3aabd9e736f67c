// test/storm: the fourteen places at which a process dies (row R03), from outside of the service: its store, its log, its requests.
import { subscribe } from 'node:diagnostics_channel';
import { type KyselyPlugin, type RootOperationNode, TableNode } from 'kysely';
import { createLog, type Log, type LogLevel } from '../../src/log/log.ts';
import type { ServiceOptions } from '../../src/service.ts';
import type { ServiceSettings } from '../../src/start/service-settings.ts';
import { openStore } from '../../src/store/store.ts';

export const CRASH_POINTS = [
  'after body',
  'after verify',
  'in transaction',
  'after commit',
  'after ack',
  'after lease',
  'after intent',
  'before POST',
  'POST sent',
  'answer read',
  'before done',
  'before check update',
  'in catalog upsert',
  'in redelivery page 2',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment: nothing of ours runs in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('unreachable');
}

export type Crash = {
  readonly log: Log | null;
  readonly onRequest: NonNullable<ServiceOptions['onRequest']>;
  readonly store: (settings: ServiceSettings) => Promise<Pick<ServiceOptions, 'store'>>;
};

/** Arranges that this process dies the first time it comes to `point`. */
export function armCrash(point: CrashPoint | null, level: LogLevel): Crash {
  if (point === 'after body') atRequests((request) => request.once('end', die));
  if (point === 'before POST') atFetch((method, path) => method === 'POST' && path.endsWith('/check-runs'), 'before');
  if (point === 'POST sent') atFetch((method, path) => method === 'POST' && path.endsWith('/check-runs'), 'after');
  if (point === 'before check update')
    atFetch((method, path) => method === 'PATCH' && /\/check-runs\/\d+$/.test(path), 'before');
  if (point === 'in redelivery page 2')
    atFetch((_, path, query) => path === '/app/hook/deliveries' && query.has('cursor'), 'after');
  return {
    log: point === 'after commit' ? logThatKills(level) : null,
    onRequest: ({ route, status }) => {
      const isCreated = route === 'POST /repos/{owner}/{repo}/check-runs' && status === 201;
      if (point === 'answer read' && isCreated) die();
    },
    store: async (settings) => {
      if (point === null) return {};
      const at = settings.databaseUrl === null ? { folder: settings.dataDir } : { url: settings.databaseUrl };
      const store = await openStore(at, { isSupervised: settings.role !== 'web' });
      const { queue } = store;
      const take: typeof queue.take = async (most, without) => {
        const taken = await queue.take(most, without);
        if (point === 'after lease' && taken.some(({ key }) => key.startsWith('check '))) die();
        return taken;
      };
      return { store: { ...store, db: store.db.withPlugin(pluginOf(point)), queue: { ...queue, take } } };
    },
  };
}

/** The endpoint's word between its commit and its answer. */
function logThatKills(level: LogLevel): Log {
  const write = (line: string) => {
    if (line.includes('Accepted a delivery.')) die();
    process.stdout.write(line);
  };
  return createLog({ level: level === 'silent' ? 'info' : level, to: { write } });
}

type Incoming = { readonly method: string; readonly once: (event: 'end', act: () => void) => void };

function atRequests(act: (request: Incoming) => void): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { readonly request: Incoming };
    if (request.method === 'POST') act(request);
  });
}

/** This process runs out of memory as soon as it reads the files of a pull request of `repository`. */
export function devourAt(repository: string): void {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    if (pathname.startsWith(`/repos/${repository}/pulls/`) && pathname.endsWith('/files')) {
      const kept: string[][] = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, at) => `${kept.length} and ${at}`));
    }
    return plain(input, init);
  };
}

/** `after`: GitHub did it, and nobody read what it answered. */
function atFetch(
  isIt: (method: string, path: string, query: URLSearchParams) => boolean,
  when: 'before' | 'after',
): void {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(String(input));
    const isHere = isIt(init?.method ?? 'GET', pathname, searchParams);
    if (isHere && when === 'before') die();
    const response = await plain(input, init);
    if (isHere) die();
    return response;
  };
}

/** Statements are told by what they do to which table, before they go out or when they are done. */
function pluginOf(point: CrashPoint): KyselyPlugin {
  const asked = new WeakMap<object, string>();
  return {
    transformQuery: ({ node, queryId }) => {
      const does = doesWhat(node);
      asked.set(queryId, does);
      if (point === 'after verify' && does === 'insert deliveries') die();
      if (point === 'before done' && does === 'update effects') die();
      return node;
    },
    transformResult: async ({ queryId, result }) => {
      const does = asked.get(queryId);
      if (point === 'in transaction' && does === 'insert deliveries') die();
      if (point === 'after intent' && does === 'insert effects') die();
      if (point === 'in catalog upsert' && does === 'insert entries') die();
      return result;
    },
  };
}

function doesWhat(node: RootOperationNode): string {
  if (node.kind === 'InsertQueryNode') return `insert ${node.into?.table.identifier.name}`;
  if (node.kind === 'UpdateQueryNode' && node.table && TableNode.is(node.table))
    return `update ${node.table.table.identifier.name}`;
  return '';
}
