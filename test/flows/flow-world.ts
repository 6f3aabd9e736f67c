// test/flows: what a flow works with, on the stand-in for GitHub and a store, without a service around it.
import { createHmac, createPrivateKey } from 'node:crypto';
import { sql } from 'kysely';
import { jobsOf } from '../../src/events/events.ts';
import { toldBy } from '../../src/events/told.ts';
import type { Job } from '../../src/flows/job.ts';
import type { Tools } from '../../src/flows/tools.ts';
import { sendTo, toWork } from '../../src/flows/work.ts';
import { type ConnectOptions, connect } from '../../src/github/connect.ts';
import { createLog } from '../../src/log/log.ts';
import type { Store } from '../../src/store/store.ts';
import { takeIn } from '../../src/store/take-in.ts';
import { FREE } from '../github/free-limits.ts';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/stand-in.ts';
import { heldStore } from '../store/test-store.ts';

export const TODAY = '2026-11-23';

export type FlowWorld = {
  readonly github: StandIn;
  readonly store: Store;
  readonly tools: Tools;
  /** The id of acme's installation. */
  readonly installation: number;
  /** Lines of the log. */
  readonly lines: string[];
  /** `METHOD route` of every request of the app. */
  readonly requests: string[];
  /** The jobs that wait. */
  readonly waiting: () => Promise<readonly Job[]>;
  readonly close: () => Promise<void>;
};

export type FlowWorldOptions = {
  readonly github?: StandInOptions;
  readonly tools?: Partial<Tools>;
  readonly connect?: Partial<ConnectOptions>;
};

/** `acme` with ada and grace, and the app installed; nothing is delivered. */
export async function startFlowWorld(options: FlowWorldOptions = {}): Promise<FlowWorld> {
  const github = await startStandIn({ organisations: { acme: ['ada', 'grace'] }, users: ['eve'], ...options.github });
  const { store, release } = await heldStore();
  const lines: string[] = [];
  const requests: string[] = [];
  const { id: appId } = github.app;
  const key = createPrivateKey(github.app.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  const connection = connect({
    ...{ appId, privateKey: key, apiUrl: github.url, isDryRun: options.tools?.isDryRun ?? false },
    onRequest: ({ route }) => requests.push(route),
    limits: FREE,
    ...options.connect,
  });
  const tools: Tools = {
    ...{ connection, store, clock: () => TODAY, hour: () => 10, policyRepository: null, webUrl: 'https://github.com' },
    ...{
      isDryRun: false,
      readLagMs: 0,
      storesBodies: true,
      delivery: null,
      since: null,
      lease: { assertHeld: () => {} },
    },
    log: createLog({ level: 'debug', secrets: [], to: { write: (line) => void lines.push(line) } }),
    seal: (text) => createHmac('sha256', key).update(text).digest('hex'),
    send: (jobs) => sendTo(store, jobs),
    takeIn: ({ guid, event, payload }) =>
      takeIn(
        store,
        toldBy(guid, event, payload),
        jobsOf(event, payload, appId).map((job) => toWork(job, guid)),
      ),
    ...options.tools,
  };
  return {
    ...{ github, store, tools, lines, requests },
    installation: github.installation('acme').id,
    waiting: () => waitingIn(store),
    close: async () => {
      await github.close();
      await release();
    },
  };
}

async function waitingIn({ db }: Store): Promise<readonly Job[]> {
  const { rows } = await sql<{ job: Job }>`
    select data->'work'->'job' as job from pgboss.job
    where name = 'work' and state in ('created', 'retry') order by created_on, singleton_key`.execute(db);
  return rows.map(({ job }) => job);
}
