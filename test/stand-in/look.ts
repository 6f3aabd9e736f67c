// test/stand-in: the truth, as plain data and without HTTP.

import { adminAuthorization } from './emulator.ts';
import type { Engine } from './engine.ts';
import { entryAt, listTree } from './git/read-tree.ts';
import { resolveRef } from './happen/branches.ts';
import { isThere } from './happen/issues.ts';
import {
  type Annotation,
  type CheckRun,
  findPull,
  findRepository,
  fullName,
  type Pull,
  type Repository,
  type Review,
} from './world.ts';

export type SeenIssue = {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly stateReason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly author: string;
  readonly isPull: boolean;
};

export type SeenComment = {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly reactions: readonly string[];
};

export type SeenFile = { readonly mode: string; readonly sha: string; readonly bytes: Buffer; readonly text: string };

export type Look = {
  readonly repository: (name: string) => Repository;
  readonly pull: (name: string, number: number) => Pull;
  /** In the order they were made; all runs of the commit, also earlier ones of the same name. */
  readonly checkRuns: (name: string, sha: string) => readonly CheckRun[];
  readonly annotations: (checkRunId: number) => readonly Annotation[];
  readonly reviews: (name: string, number: number) => readonly Review[];
  readonly comments: (name: string, number: number) => Promise<readonly SeenComment[]>;
  readonly issues: (name: string) => Promise<readonly SeenIssue[]>;
  readonly labels: (name: string) => Promise<readonly string[]>;
  /** Undefined where there is no file. A symlink's bytes are its target. */
  readonly file: (name: string, ref: string, path: string) => Promise<SeenFile | undefined>;
  readonly files: (name: string, ref: string) => Promise<readonly string[]>;
  /** Branch → commit. */
  readonly branches: (name: string) => Readonly<Record<string, string>>;
};

type Words = Readonly<Record<string, unknown>>;
const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null;
const text = (value: unknown) => (typeof value === 'string' ? value : null);
const names = (value: unknown, key: string): readonly string[] =>
  Array.isArray(value) ? value.filter(isWords).map((one) => String(one[key])) : [];
const author = (words: Words) => (isWords(words['user']) ? String(words['user']['login']) : '');

async function all(engine: Engine, path: string): Promise<readonly Words[]> {
  const found: Words[] = [];
  for (let page = 1; ; page += 1) {
    const separator = path.includes('?') ? '&' : '?';
    const { body } = await engine.emulator.ask(
      'GET',
      `${path}${separator}per_page=100&page=${page}`,
      adminAuthorization,
    );
    const rows = Array.isArray(body) ? body.filter(isWords) : [];
    found.push(...rows);
    if (rows.length < 100) return found;
  }
}

export function look(engine: Engine): Look {
  const { world } = engine;
  const repository = (name: string): Repository => {
    const found = findRepository(world, name);
    if (!found) throw new Error(`There is no repository ${name}.`);
    return found;
  };
  const pull = (name: string, number: number): Pull => {
    const found = findPull(world, repository(name), number);
    if (!found) throw new Error(`There is no pull request ${number} in ${name}.`);
    return found;
  };
  const path = (name: string) => `/repos/${fullName(repository(name))}`;
  const issueOf = (home: Repository, words: Words): SeenIssue => {
    const own = findPull(world, home, Number(words['number']));
    return {
      number: Number(words['number']),
      title: own?.title ?? String(words['title']),
      body: own ? own.body : text(words['body']),
      state: own?.state ?? String(words['state']),
      stateReason: text(words['state_reason']),
      labels: names(words['labels'], 'name'),
      assignees: names(words['assignees'], 'login'),
      author: own?.author.login ?? author(words),
      isPull: own !== undefined,
    };
  };
  return {
    repository,
    pull,
    checkRuns: (name, sha) =>
      world.checkRuns.filter((run) => run.repository === repository(name) && run.headSha === sha),
    annotations: (id) => world.checkRuns.find((run) => run.id === id)?.annotations ?? [],
    reviews: (name, number) => world.reviews.filter((one) => one.pull === pull(name, number)),
    comments: async (name, number) =>
      (await all(engine, `${path(name)}/issues/${number}/comments`)).map((words) => {
        const on = `${repository(name).id} comment ${words['id']}`;
        const reactions = world.reactions.filter((one) => one.on === on).map(({ content }) => content);
        return { id: Number(words['id']), body: String(words['body']), author: author(words), reactions };
      }),
    issues: async (name) =>
      (await all(engine, `${path(name)}/issues?state=all&direction=asc`))
        .map((words) => issueOf(repository(name), words))
        .filter(({ number }) => isThere(engine, repository(name), number)),
    labels: async (name) => (await all(engine, `${path(name)}/labels`)).map((words) => String(words['name'])),
    file: async (name, ref, at) => {
      const { store } = repository(name);
      const sha = await resolveRef(repository(name), ref);
      const entry = sha ? await entryAt(store, sha, at) : undefined;
      const object = entry?.type === 'blob' ? await store.read(entry.sha) : undefined;
      return entry && object
        ? { mode: entry.mode, sha: entry.sha, bytes: object.bytes, text: object.bytes.toString('utf8') }
        : undefined;
    },
    files: async (name, ref) => {
      const sha = await resolveRef(repository(name), ref);
      const entries = sha ? await listTree(repository(name).store, sha, true) : [];
      return entries.filter(({ type }) => type !== 'tree').map((entry) => entry.path);
    },
    branches: (name) =>
      Object.fromEntries(
        [...repository(name).refs]
          .filter(([ref]) => ref.startsWith('refs/heads/'))
          .map(([ref, sha]) => [ref.slice(11), sha]),
      ),
  };
}
