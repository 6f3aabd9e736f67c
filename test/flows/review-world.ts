// test/flows: a repository whose procedures are reviewed, on a calendar that the test turns.
import { addDays } from '../../src/core/review/days.ts';
import { jobsOf } from '../../src/events/events.ts';
import { auditOwners } from '../../src/flows/audit-owners.ts';
import { command } from '../../src/flows/command.ts';
import { endReviews } from '../../src/flows/end-reviews.ts';
import { followIssue } from '../../src/flows/follow-issue.ts';
import { indexRepository } from '../../src/flows/index-repository.ts';
import type { Job } from '../../src/flows/job.ts';
import { reviewIssues } from '../../src/flows/review-issues.ts';
import { startReviews } from '../../src/flows/start-reviews.ts';
import { tickBoxes } from '../../src/flows/tick-boxes.ts';
import type { Tools } from '../../src/flows/tools.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import type { NewRepository } from '../stand-in/build/verbs.ts';
import type { Repository } from '../stand-in/world.ts';
import { type FlowWorld, type FlowWorldOptions, startFlowWorld } from './flow-world.ts';

export const CONFIG = '.github/runbook-steward.yml';
/** A Monday. */
export const MONDAY = '2026-11-23';

export type ProcedureText = {
  readonly owner?: string | null;
  readonly risk?: string;
  /** Null: never. */
  readonly last?: string | null;
  readonly more?: string;
  readonly body?: string;
};

/** A procedure of @acme/sre that was due on 2026-11-01, unless told otherwise. */
export function reviewed(title: string, text: ProcedureText = {}): string {
  const { owner = '@acme/sre', risk = 'low', last = '2025-11-01', more = '', body = 'Do it.' } = text;
  const lines = [
    `title: ${title}`,
    ...(owner === null ? [] : [`owner: "${owner}"`]),
    `risk: ${risk}`,
    ...(last === null ? [] : [`last_reviewed_on: ${last}`]),
    ...(more === '' ? [] : [more]),
  ];
  return `---\n${lines.join('\n')}\n---\n\n# ${title}\n\n${body}\n`;
}

export type ReviewWorld = FlowWorld & {
  /** What day and hour it is. */
  readonly now: { day: string; hour: number };
  /** `acme/<name>`, written down by the catalog. */
  readonly repository: (
    name: string,
    files: NonNullable<NewRepository['files']>,
    more?: Partial<NewRepository>,
  ) => Promise<Repository>;
  readonly index: (name: string) => Promise<void>;
  /** One run; `requests` are those that it made. */
  readonly review: (name: string, more?: Partial<Tools>) => Promise<readonly string[]>;
  readonly audit: (owners?: readonly string[] | null) => Promise<void>;
  /** Takes what the app would be told since the last time, and does what follows from it but for feedback. */
  readonly follow: () => Promise<readonly Job[]>;
  /** The places that the clock sends work for. */
  readonly start: () => Promise<readonly string[]>;
  readonly nextDay: (days?: number) => void;
};

/** `acme` with the teams sre (ada), dba (grace) and leads (ada, grace), who may write in every repository that is made. */
export async function startReviewWorld(options: FlowWorldOptions = {}): Promise<ReviewWorld> {
  const now = { day: MONDAY, hour: 10 };
  const world = await startFlowWorld({
    ...options,
    // The app's own limits would spread what a test writes over minutes.
    tools: { clock: () => now.day, hour: () => now.hour, ...options.tools },
  });
  const { github, installation, requests } = world;
  await saveInstallation(world.store, {
    ...{ id: installation, account: 'acme', accountId: 1, isOrganisation: true },
    ...{ permissions: null, isSuspended: false },
  });
  const at = (name: string) => ({ installation, owner: 'acme', name });
  const index = (name: string) => indexRepository(world.tools, { kind: 'index-repository', repository: at(name) });
  let heard = 0;
  return {
    ...world,
    now,
    index,
    repository: async (name, files, more = {}) => {
      const home = await github.createRepository({ owner: 'acme', name, files, ...more });
      const grants = { [`acme/${name}`]: 'write' } as const;
      github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], grants });
      github.setTeam({ organisation: 'acme', slug: 'dba', members: ['grace'], grants });
      github.setTeam({ organisation: 'acme', slug: 'leads', members: ['ada', 'grace'], grants });
      await index(name);
      return home;
    },
    review: async (name, more = {}) => {
      const from = requests.length;
      await reviewIssues({ ...world.tools, ...more }, { kind: 'review-issues', repository: at(name) });
      return requests.slice(from);
    },
    audit: (owners = null) => auditOwners(world.tools, installation, { owners }),
    follow: async () => {
      const told = github.hooks.log.slice(heard);
      heard = github.hooks.log.length;
      const all = told.flatMap(({ event, payload }) => jobsOf(event, payload, github.app.id));
      // Every issue may be feedback, until it is looked at.
      const jobs = all.filter(({ kind }) => !kind.endsWith('-feedback'));
      for (const job of jobs) {
        if (job.kind === 'command') await command(world.tools, job);
        if (job.kind === 'tick-boxes') await tickBoxes(world.tools, job);
        if (job.kind === 'end-reviews') await endReviews(world.tools, job);
        if (job.kind === 'follow-issue') await followIssue(world.tools, job);
      }
      return jobs;
    },
    start: async () => {
      const sent: Job[] = [];
      const send = async (jobs: readonly Job[]) => void sent.push(...jobs);
      await startReviews({ ...world.tools, send }, installation);
      return sent.map((job) => ('repository' in job ? job.repository.name : job.kind)).sort();
    },
    nextDay: (days = 1) => {
      now.day = addDays(now.day, days);
    },
  };
}

/** The writes among requests. */
export function writesIn(requests: readonly string[]): readonly string[] {
  return requests.filter((route) => /^(?:POST|PATCH|PUT|DELETE) \/repos/.test(route));
}
