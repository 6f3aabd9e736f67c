// test/stand-in/words: issues, comments and reactions in GitHub's words.
import { notFound } from '../call.ts';
import { adminAuthorization } from '../emulator.ts';
import type { Engine } from '../engine.ts';
import { type Account, findPull, findUser, fullName, type Reaction, type Repository } from '../world.ts';
import { account, app, bot } from './account.ts';

export type Words = Readonly<Record<string, unknown>>;
export const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const numberOf = (words: Words, key = 'number') => Number(words[key]);

/** The emulator's own bot has no addresses. */
const isBot = (engine: Engine, user: unknown) => isWords(user) && user['login'] === bot(engine).login;

/** The emulator takes every app for a person. */
function otherBot(engine: Engine, user: unknown): Account | undefined {
  const found = isWords(user) ? findUser(engine.world, String(user['login'])) : undefined;
  return found?.type === 'Bot' ? found : undefined;
}

/** A pull request is an issue whose text the front keeps. */
export function issueWords(engine: Engine, home: Repository, words: Words): Words {
  const pull = findPull(engine.world, home, numberOf(words));
  const byApp = isBot(engine, words['user']) ? { performed_via_github_app: app(engine) } : {};
  const people = Object.fromEntries(
    ['user', 'closed_by'].flatMap((key) => {
      const one = isBot(engine, words[key]) ? bot(engine) : otherBot(engine, words[key]);
      return one ? [[key, account(engine, one)]] : [];
    }),
  );
  const reactions = reactionCounts(engine, home, words, reactionsOf(engine, home, `issue ${words['id']}`));
  const common = { draft: false, ...words, ...byApp, ...people, reactions };
  if (!pull) return common;
  const { title, body, state } = pull;
  const url = `${engine.url}/repos/${fullName(home)}/pulls/${pull.number}`;
  const page = `${engine.url}/${fullName(home)}/pull/${pull.number}`;
  const links = { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: pull.mergedAt };
  const made = pull.author.login === bot(engine).login ? { performed_via_github_app: app(engine) } : {};
  const own = { title, body, state, draft: pull.draft, user: account(engine, pull.author), html_url: page };
  return { ...common, ...own, ...made, closed_at: pull.closedAt, pull_request: links };
}

export function commentWords(engine: Engine, home: Repository, words: Words): Words {
  const own = isBot(engine, words['user'])
    ? { user: account(engine, bot(engine)), performed_via_github_app: app(engine) }
    : {};
  const reactions = reactionCounts(engine, home, words, reactionsOf(engine, home, `comment ${words['id']}`));
  return { performed_via_github_app: null, ...words, ...own, reactions };
}

export const reactionsOf = (engine: Engine, home: Repository, on: string) =>
  engine.world.reactions.filter((one) => one.on === `${home.id} ${on}`);

const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

function reactionCounts(engine: Engine, home: Repository, words: Words, found: readonly Reaction[]) {
  const count = (content: string) => found.filter((one) => one.content === content).length;
  const url = typeof words['url'] === 'string' ? words['url'] : `${engine.url}/repos/${fullName(home)}`;
  return {
    url: `${url}/reactions`,
    total_count: found.length,
    ...Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
  };
}

/** The issue as it stands, as the emulator's administrator sees it. */
export async function issueNow(engine: Engine, home: Repository, number: number): Promise<Words> {
  const { status, body } = await engine.emulator.ask(
    'GET',
    `/repos/${fullName(home)}/issues/${number}`,
    adminAuthorization,
  );
  if (status !== 200 || !isWords(body)) throw notFound();
  return issueWords(engine, home, body);
}
