// A repository with people of every kind, and issues of the app in it under which they give commands.

import { textHash } from '../../src/core/review/issue-text.ts';
import { jobsOf } from '../../src/events/events.ts';
import { command } from '../../src/flows/command.ts';
import { endReviews } from '../../src/flows/end-reviews.ts';
import { indexRepository } from '../../src/flows/index-repository.ts';
import type { Job } from '../../src/flows/job.ts';
import { tickBoxes } from '../../src/flows/tick-boxes.ts';
import { createIssue, ISSUE_RIGHTS } from '../../src/github/issues.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { type ReviewIssue, reviewIssueAt, saveReviewIssue } from '../../src/store/review-issues.ts';
import { repairPermissions } from '../stand-in/stand-in.ts';
import type { Permissions, Pull, Repository } from '../stand-in/world.ts';
import { type FlowWorld, startFlowWorld, TODAY } from './flow-world.ts';

export { TODAY };
export const CONFIG = '.github/runbook-steward.yml';
export const CODEOWNERS = '.github/CODEOWNERS';

/** A procedure that was due; what is not named is as usual. */
export function due(title: string, keys: Readonly<Record<string, string>> = {}): string {
  const all = { title, owner: '"@acme/sre"', risk: 'low', last_reviewed_on: '2025-11-01', ...keys };
  const lines = Object.entries(all).map(([key, value]) => `${key}: ${value}`);
  return `---\n${lines.join('\n')}\n---\n\n# ${title}\n\nDo it.\n`;
}

export const FILES: Readonly<Record<string, string>> = {
  [CONFIG]: 'enforce: new\nowners: {fallback: "@acme/leads"}\n',
  [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/ @acme/sre\n',
  'runbooks/a.md': due('A', { approvers: '["@acme/cab"]' }),
  'runbooks/b.md': due('B'),
  'runbooks/risky.md': due('Risky', { risk: 'critical' }),
  'runbooks/orphan.md': due('Orphan', { owner: '"@acme/gone"' }),
};

export type CommandWorld = FlowWorld & {
  readonly home: Repository;
  /** An issue of the app's about these procedures, as the daily run would open it; gives its number. */
  readonly open: (
    paths: readonly string[],
    more?: Partial<ReviewIssue> & { readonly body?: string },
  ) => Promise<number>;
  /** A comment, and all that follows from it; gives its id. */
  readonly say: (number: number, by: string, body: string) => Promise<number>;
  /** The same by a bot, which nobody can be in person. */
  readonly sayAsBot: (number: number, bot: string, body: string) => Promise<void>;
  /** Somebody edits the text of an issue. */
  readonly edit: (number: number, by: string, change: (body: string) => string) => Promise<void>;
  /** Handles what GitHub told since the last time. */
  readonly settle: () => Promise<void>;
  /** The last job once more, as after a fault. */
  readonly again: () => Promise<void>;
  readonly index: () => Promise<void>;
  readonly record: (number: number) => Promise<ReviewIssue | null>;
  /** Open pull requests of the app's. */
  readonly proposals: () => readonly Pull[];
  /** What the app wrote under an issue. */
  readonly answers: (number: number) => Promise<readonly string[]>;
  readonly reactions: (comment: number) => readonly string[];
};

const BOT = 'runbook-steward[bot]';

export type CommandWorldOptions = {
  readonly permissions?: Permissions;
  readonly files?: Readonly<Record<string, string>>;
  readonly visibility?: Repository['visibility'];
  readonly isDryRun?: boolean;
  /** Issues stand in acme/hub instead, which is this visible and has no configuration. */
  readonly hub?: Repository['visibility'];
};

/**
 * `acme`: ada and grace are in @acme/sre, nell in a team below it, hedy in @acme/cab, which approves, linus in @acme/leads, the fallback;
 * root administers, olga and walt may write and nothing else, rhea may read, eve is a stranger, gil was in @acme/sre.
 */
export async function startCommandWorld(options: CommandWorldOptions = {}): Promise<CommandWorld> {
  const people = ['olga', 'ada', 'grace', 'nell', 'hedy', 'linus', 'root', 'walt', 'rhea', 'gil'];
  const world = await startFlowWorld({
    github: { permissions: options.permissions ?? repairPermissions, organisations: { acme: people }, users: ['eve'] },
    tools: { isDryRun: options.isDryRun ?? false },
    // The app's own limits would spread what a test writes over minutes.
  });
  const { github, store, tools, installation } = world;
  const files = options.files ?? FILES;
  const visibility = options.visibility ?? 'private';
  const home = await github.createRepository({ owner: 'acme', name: 'ops', files, visibility });
  const grants = { 'acme/ops': 'write' } as const;
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada', 'grace', 'gil'], grants });
  github.setTeam({ organisation: 'acme', slug: 'night', members: ['nell'], parent: 'sre', grants });
  github.setTeam({ organisation: 'acme', slug: 'cab', members: ['hedy'], grants });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['linus'], grants });
  github.setMember('acme', 'root', 'admin');
  for (const login of ['olga', 'walt', 'gil']) await github.setPermission(login, home, 'write');
  github.setMember('acme', 'gil', 'none');
  await saveInstallation(store, {
    ...{ id: installation, account: 'acme', accountId: 1, isOrganisation: true, isSuspended: false },
    permissions: options.permissions ?? repairPermissions,
  });
  const repository = { installation, owner: 'acme', name: 'ops' };
  const index = () => indexRepository(tools, { kind: 'index-repository', repository });
  await index();
  const hub =
    options.hub &&
    (await github.createRepository({
      owner: 'acme',
      name: 'hub',
      visibility: options.hub,
      files: { 'README.md': '# Hub\n' },
    }));
  const place = hub ?? home;
  const at = `acme/${place.name}`;
  const where = { installation, owner: 'acme', name: place.name };
  if (hub) await indexRepository(tools, { kind: 'index-repository', repository: where });
  let handled = github.hooks.log.length;
  let last: Job | null = null;
  const follow = async (job: Job): Promise<void> => {
    last = job;
    if (job.kind === 'command') await command(tools, job);
    if (job.kind === 'tick-boxes') await tickBoxes(tools, job);
    if (job.kind === 'end-reviews') await endReviews(tools, job);
  };
  const settle = async () => {
    while (handled < github.hooks.log.length) {
      const delivery = github.hooks.log[handled];
      handled += 1;
      const jobs = delivery ? jobsOf(delivery.event, delivery.payload, github.app.id) : [];
      for (const job of jobs) await follow(job);
    }
  };
  return {
    ...world,
    ...{ home, index, settle },
    again: async () => {
      if (last) await follow(last);
    },
    open: async (paths, { body = 'Look.\n', ...more } = {}) => {
      const marker = { kind: more.kind ?? 'review', key: more.key ?? '@acme/sre' };
      const writing = tools.connection.writing(where, ISSUE_RIGHTS);
      const { number } = await createIssue(writing, where, { title: 'Due', marker, text: body });
      const written = (await github.issues(at)).find((one) => one.number === number)?.body ?? '';
      await saveReviewIssue(store, {
        ...{ repository: place.id, installation, number, kind: 'review', key: '@acme/sre', state: 'open' },
        ...{ openedOn: TODAY, bodyHash: textHash('Due', written), owner: '@acme/sre', told: [], snoozedUntil: null },
        ...{ snoozes: 0, delegatedTo: null, isLocked: false, assignees: [], hashes: {}, successors: [] },
        listed: paths.map((key) => ({ key, due: '2026-11-01' })),
        ...more,
      });
      return number;
    },
    say: async (number, by, body) => {
      const id = await github.comment(place, number, by, body);
      await settle();
      return id;
    },
    sayAsBot: async (number, bot, body) => {
      await github.comment(place, number, 'rhea', body);
      const told = github.hooks.log.at(-1)?.payload as { comment: object };
      handled = github.hooks.log.length;
      const own = bot === BOT ? { performed_via_github_app: { id: github.app.id } } : {};
      const comment = { ...told.comment, ...own, user: { login: bot, type: 'Bot' } };
      for (const job of jobsOf('issue_comment', { ...told, comment }, github.app.id)) await follow(job);
    },
    edit: async (number, by, change) => {
      const before = (await github.issues(at)).find((one) => one.number === number)?.body ?? '';
      await fetch(`${github.url}/repos/${at}/issues/${number}`, {
        ...{ method: 'PATCH', body: JSON.stringify({ body: change(before) }) },
        headers: { authorization: `token ${github.tokenOf(by)}`, 'content-type': 'application/json' },
      });
      await settle();
    },
    record: (number) => reviewIssueAt(store, { repository: place.id, number }),
    proposals: () => github.world.pulls.filter(({ author, state }) => author.login === BOT && state === 'open'),
    answers: async (number) =>
      (await github.comments(at, number)).filter(({ author }) => author === BOT).map(({ body }) => body),
    reactions: (comment) =>
      github.world.reactions.filter(({ on }) => on.endsWith(`comment ${comment}`)).map(({ content }) => content),
  };
}
