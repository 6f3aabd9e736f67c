// scripts: the stand-in for GitHub and the service in this process, and what the demo does with them.
import { createPrivateKey } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../src/core/policy/policy-of.ts';
import { createLog } from '../src/log/log.ts';
import { type ServiceOptions, startService } from '../src/service.ts';
import type { Changes } from '../test/stand-in/git/write-commit.ts';
import { repairPermissions, type StandIn, startStandIn } from '../test/stand-in/stand-in.ts';
import type { CheckRun, Pull, Repository } from '../test/stand-in/world.ts';

const CHECK = 'Procedure ownership';
const LONGEST_MS = 20_000;

/** Who is on this GitHub. */
export type People = {
  /** Organisation → its members. */
  readonly organisations: Readonly<Record<string, readonly string[]>>;
  readonly users: readonly string[];
};

export type Proposal = {
  readonly repository: Repository;
  readonly title: string;
  readonly author: string;
  readonly changes: Changes;
  /** The author's fork, where the branch is in one. */
  readonly from?: Repository;
};

/** A head of a pull request with its completed check run. */
export type Checked = {
  readonly pull: Pull;
  readonly run: CheckRun;
  /** The app's requests to GitHub until nothing was left to do. */
  readonly requests: number;
  /** From the event to the completed check run. */
  readonly milliseconds: number;
};

export type DemoWorld = {
  readonly github: StandIn;
  /** Makes the branch, opens the pull request and waits for its check run. */
  readonly propose: (proposal: Proposal) => Promise<Checked>;
  /** Commits on the pull request's branch and waits for the new head's check run. */
  readonly push: (pull: Pull, changes: Changes, author: string) => Promise<Checked>;
  /** Presses the check run's button and waits for the check run of the commit that the app makes. */
  readonly press: (checked: Checked, by: string) => Promise<Checked>;
  readonly close: () => Promise<void>;
  /** Leaves nothing behind, without waiting for what is under way. The process has to end. */
  readonly abandon: () => Promise<void>;
};

/** Starts both on free ports of the loopback; the app may commit fixes. Without a `clock`, today is today. `close` it. */
export async function startDemoWorld(people: People, clock?: Clock): Promise<DemoWorld> {
  const github = await startStandIn({ ...people, permissions: repairPermissions });
  let isAbandoned = false;
  const log = (line: string) => void (isAbandoned || process.stderr.write(line));
  const service = await startServiceOf(github, log, clock ? { clock, hour: () => 0 } : {});
  github.hooks.url = `${service.url}/api/github/webhooks`;
  const settled = async () => {
    // What the service writes is told to it again: a second round is for that.
    for (let round = 0; round < 2; round++) {
      await github.hooks.settled();
      await service.idle();
    }
  };
  /** Waits for the check run of the head that `pull` has after `act`. */
  const checked = async (act: () => Promise<Pull>): Promise<Checked> => {
    await settled();
    const mark = github.mark();
    const start = performance.now();
    const pull = await act();
    const run = await until(() => completedRun(github, pull));
    const milliseconds = performance.now() - start;
    await settled();
    if (!run) throw new Error(`Pull request #${pull.number} has no completed check run after ${LONGEST_MS / 1000} s.`);
    return { pull, run, requests: github.requestsSince(mark).length, milliseconds };
  };
  return {
    github,
    propose: async ({ repository, title, author, changes, from = repository }) => {
      const branch = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      await github.createBranch(from, branch, { by: author });
      await github.commit(from, branch, changes, { author, message: title });
      return checked(() => github.openPull({ repository, head: branch, from, title, author }));
    },
    push: (pull, changes, author) =>
      checked(async () => {
        await github.push(pull, changes, { author });
        return pull;
      }),
    press: ({ pull, run }, by) =>
      checked(async () => {
        github.press(run, run.actions[0]?.identifier ?? 'none', by);
        await until(() => pull.head.sha !== run.headSha || undefined);
        return pull;
      }),
    close: async () => {
      await service.stop(1_000);
      await github.close();
    },
    abandon: () => {
      isAbandoned = true;
      return github.close();
    },
  };
}

function startServiceOf(github: StandIn, write: (line: string) => void, options: ServiceOptions) {
  const { id: appId, privateKey: pkcs1, webhookSecret } = github.app;
  const privateKey = createPrivateKey(pkcs1).export({ type: 'pkcs8', format: 'pem' }).toString();
  const log = createLog({ level: 'error', secrets: [webhookSecret, privateKey], to: { write } });
  const settings = {
    ...{ appId, privateKey, webhookSecrets: [webhookSecret], apiUrl: github.url, host: '127.0.0.1', port: 0 },
    ...({ metricsPort: 0, logLevel: 'error', isDryRun: false, policyRepository: null } as const),
    ...({ timeZone: null, role: 'all' } as const),
    ...({ databaseUrl: null, dataDir: null, storesBodies: true } as const),
  };
  return startService(settings, { log, ...options });
}

function completedRun(github: StandIn, { repository, head }: Pull): CheckRun | undefined {
  return github
    .checkRuns(`${repository.owner.login}/${repository.name}`, head.sha)
    .findLast(({ name, status }) => name === CHECK && status === 'completed');
}

/** What `look` gives as soon as it gives something; undefined where that takes too long. */
async function until<T>(look: () => T | undefined): Promise<T | undefined> {
  const end = performance.now() + LONGEST_MS;
  for (let found = look(); ; found = look()) {
    if (found !== undefined || performance.now() > end) return found;
    await wait(1);
  }
}
