// test/stand-in/operation: issues, labels and comments. The emulator keeps them; this makes its answers GitHub's and tells the app.
import { repositoryOf } from '../access.ts';
import { type Answer, bodyOf, type Call, notFound, page, param } from '../call.ts';
import { adminAuthorization, userToken } from '../emulator.ts';
import { type Engine, type Handler, type Handlers, newId, timeOf } from '../engine.ts';
import { tell } from '../events.ts';
import { closePull } from '../happen/close-pull.ts';
import { assertThere, isThere } from '../happen/issues.ts';
import { changePull, reopenPull } from '../happen/pulls.ts';
import { account, nodeId } from '../words/account.ts';
import { commentWords, issueNow, issueWords, isWords, numberOf, type Words } from '../words/issue.ts';
import { findPull, fullName, type Reaction, type Repository } from '../world.ts';
import { tooLong } from './limits.ts';
import { sender } from './sender.ts';

function authorizationOf({ caller, authorization }: Call): string | undefined {
  return caller.kind === 'user' ? `token ${userToken(caller.login)}` : authorization;
}

/** Asks the emulator in the caller's name and turns what it says into GitHub's words. */
async function forward(engine: Engine, call: Call, turn: (words: Words) => Words): Promise<Answer> {
  const answer = await engine.emulator.ask(call.method, call.target, authorizationOf(call), call.body);
  if (answer.status === 204) return { status: 204 };
  if (answer.status >= 400) return answer;
  const status = call.operation === 'issues/add-assignees' ? 201 : answer.status; // the emulator says 200
  const list = Array.isArray(answer.body) ? answer.body.filter(isWords).map(turn) : undefined;
  return { status, body: list ?? (isWords(answer.body) ? turn(answer.body) : answer.body) };
}

/** The repository of a call, whose issue is there and can be changed. */
function homeOf(engine: Engine, call: Call): Repository {
  const home = repositoryOf(engine, call);
  assertThere(engine, home, Number(param(call, 'issue_number')));
  return home;
}

const plain: Handler = (engine, call) => {
  repositoryOf(engine, call);
  return forward(engine, call, (words) => words);
};

async function tellIssue(engine: Engine, call: Call, home: Repository, issue: Words, before?: Words): Promise<void> {
  const who = sender(engine, call);
  const say = (action: string, facts: Words = {}) =>
    tell(engine, { event: 'issues', action, repository: home, sender: who }, { issue, ...facts });
  if (!before) return say('opened');
  const changed = (key: string) => before[key] !== issue[key];
  if (changed('state')) say(issue['state'] === 'closed' ? 'closed' : 'reopened');
  const changes = Object.fromEntries(
    ['title', 'body'].filter(changed).map((key) => [key, { from: before[key] ?? '' }]),
  );
  if (Object.keys(changes).length > 0) say('edited', { changes });
  const names = (words: Words) => (Array.isArray(words['labels']) ? words['labels'].filter(isWords) : []);
  const has = (words: Words, label: Words) => names(words).some((one) => one['name'] === label['name']);
  for (const label of names(issue)) if (!has(before, label)) say('labeled', { label });
  for (const label of names(before)) if (!has(issue, label)) say('unlabeled', { label });
  const logins = (words: Words) => (Array.isArray(words['assignees']) ? words['assignees'].filter(isWords) : []);
  const isOf = (words: Words, one: Words) => logins(words).some(({ login }) => login === one['login']);
  for (const assignee of logins(issue)) if (!isOf(before, assignee)) say('assigned', { assignee });
  for (const assignee of logins(before)) if (!isOf(issue, assignee)) say('unassigned', { assignee });
}

const create: Handler = async (engine, call) => {
  const home = homeOf(engine, call);
  tooLong('Issue', bodyOf(call));
  const answer = await forward(engine, call, (words) => issueWords(engine, home, words));
  if (answer.status !== 201 || !isWords(answer.body)) return answer;
  engine.births.note('issue', numberOf(answer.body, 'id'));
  await tellIssue(engine, call, home, answer.body);
  return answer;
};

type IssueChange = { readonly title?: string; readonly body?: string | null; readonly state?: string };

/** A pull request may be edited as the issue it also is. */
async function changeAsPull(engine: Engine, call: Call, home: Repository, number: number): Promise<void> {
  const pull = findPull(engine.world, home, number);
  if (!pull) return;
  const { title, body, state } = bodyOf<IssueChange>(call);
  const who = sender(engine, call);
  await changePull(engine, pull, { title, body }, who);
  if (state === 'closed') await closePull(engine, pull, who);
  if (state === 'open') await reopenPull(engine, pull, who);
}

/** Everything that changes an issue: the events follow from what is different after it. */
const change: Handler = async (engine, call) => {
  const home = homeOf(engine, call);
  const number = Number(param(call, 'issue_number'));
  tooLong('Issue', bodyOf(call));
  const before = await issueNow(engine, home, number);
  const isIssue = call.operation === 'issues/update' || call.operation.endsWith('assignees');
  if (call.operation === 'issues/update') await changeAsPull(engine, call, home, number);
  const answer = await forward(engine, call, (words) => (isIssue ? issueWords(engine, home, words) : words));
  if (answer.status < 300) await tellIssue(engine, call, home, await issueNow(engine, home, number), before);
  return answer;
};

/** GitHub's list holds pull requests too, and the emulator's own paging would count what read lag hides. */
const list: Handler = async (engine, call) => {
  const home = homeOf(engine, call);
  const query = new URLSearchParams(call.query);
  // Of a pull request the emulator knows another author, and another state than the front.
  const [creator, state] = [query.get('creator'), query.get('state') ?? 'open'];
  query.delete('creator');
  query.set('state', 'all');
  const own = { ...call, query };
  const all: Words[] = [];
  for (let at = 1; ; at += 1) {
    query.set('per_page', '100');
    query.set('page', String(at));
    const answer = await engine.emulator.ask('GET', `/repos/${home.mirroredAs}/issues?${query}`, authorizationOf(own));
    if (!Array.isArray(answer.body)) return answer;
    const words = answer.body.filter(isWords).map((one) => issueWords(engine, home, one));
    const isBy = ({ user }: Words) => creator === null || (isWords(user) && user['login'] === creator);
    const here = words.filter((one) => isThere(engine, home, numberOf(one)));
    all.push(...here.filter((one) => isBy(one) && (state === 'all' || one['state'] === state)));
    if (answer.body.length < 100) break;
  }
  const known = engine.births.shown(
    'issue',
    all.map((words) => ({ id: numberOf(words, 'id'), words })),
  );
  const { items, headers } = page(engine.url, call, known);
  return { status: 200, body: items.map(({ words }) => words), headers };
};

const listComments: Handler = async (engine, call) => {
  const home = homeOf(engine, call);
  const answer = await engine.emulator.ask('GET', `${call.target.split('?')[0]}?per_page=100`, authorizationOf(call));
  if (!Array.isArray(answer.body)) return answer;
  const since = call.query.get('since') ?? '';
  const all = answer.body.filter(isWords).filter((words) => String(words['updated_at']) >= since);
  const known = engine.births.shown(
    'comment',
    all.map((words) => ({ id: numberOf(words, 'id'), words })),
  );
  const { items, headers } = page(engine.url, call, known);
  return { status: 200, body: items.map(({ words }) => commentWords(engine, home, words)), headers };
};

const changeComment: Handler = async (engine, call) => {
  const home = homeOf(engine, call);
  tooLong('IssueComment', bodyOf(call));
  const isNew = call.operation === 'issues/create-comment';
  const path = `/repos/${fullName(home)}/issues/comments/${param(call, 'comment_id')}`;
  const old = isNew ? undefined : (await engine.emulator.ask('GET', path, adminAuthorization)).body;
  const answer = await forward(engine, call, (words) => commentWords(engine, home, words));
  if (answer.status >= 300) return answer;
  const comment = isWords(answer.body) ? answer.body : old;
  if (!isWords(comment)) return answer;
  if (isNew) engine.births.note('comment', numberOf(comment, 'id'));
  const number = isNew ? Number(param(call, 'issue_number')) : Number(String(comment['issue_url']).split('/').at(-1));
  const action = isNew ? 'created' : call.method === 'DELETE' ? 'deleted' : 'edited';
  const changes = action === 'edited' && isWords(old) ? { changes: { body: { from: old['body'] } } } : {};
  const happening = { event: 'issue_comment', action, repository: home, sender: sender(engine, call) };
  tell(engine, happening, { issue: await issueNow(engine, home, number), comment, ...changes });
  return answer;
};

const reactionWords = (engine: Engine, one: Reaction) => ({
  id: one.id,
  node_id: nodeId('REA', one.id),
  user: account(engine, one.by),
  content: one.content,
  created_at: one.at,
});

/** What is reacted to, by the id the emulator gave it. */
async function reactedTo(engine: Engine, call: Call, home: Repository): Promise<string> {
  const comment = param(call, 'comment_id');
  if (comment === '')
    return `${home.id} issue ${(await issueNow(engine, home, Number(param(call, 'issue_number'))))['id']}`;
  const path = `/repos/${fullName(home)}/issues/comments/${comment}`;
  if ((await engine.emulator.ask('GET', path, adminAuthorization)).status !== 200) throw notFound();
  return `${home.id} comment ${comment}`;
}

const react: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const on = await reactedTo(engine, call, home);
  const by = sender(engine, call);
  const { content } = bodyOf<{ content: string }>(call);
  const same = engine.world.reactions.find(
    (one) => one.on === on && one.by.login === by.login && one.content === content,
  );
  if (same) return { status: 200, body: reactionWords(engine, same) };
  const made = { id: newId(engine), on, by, content, at: timeOf(engine) };
  engine.world.reactions.push(made);
  return { status: 201, body: reactionWords(engine, made) };
};

const listReactions: Handler = async (engine, call) => {
  const on = await reactedTo(engine, call, repositoryOf(engine, call));
  const content = call.query.get('content');
  const all = engine.world.reactions.filter((one) => one.on === on && (content === null || one.content === content));
  const { items, headers } = page(engine.url, call, all);
  return { status: 200, body: items.map((one) => reactionWords(engine, one)), headers };
};

export const issues: Handlers = {
  'issues/list-for-repo': list,
  'issues/create': create,
  'issues/get': (engine, call) => {
    const home = homeOf(engine, call);
    return forward(engine, call, (words) => issueWords(engine, home, words));
  },
  'issues/update': change,
  'issues/add-assignees': change,
  'issues/remove-assignees': change,
  'issues/add-labels': change,
  'issues/set-labels': change,
  'issues/remove-label': change,
  'issues/list-labels-on-issue': plain,
  'issues/list-labels-for-repo': plain,
  'issues/create-label': plain,
  'issues/get-label': plain,
  'issues/update-label': plain,
  'issues/list-comments': listComments,
  'issues/create-comment': changeComment,
  'issues/get-comment': (engine, call) => {
    const home = repositoryOf(engine, call);
    return forward(engine, call, (words) => commentWords(engine, home, words));
  },
  'issues/update-comment': changeComment,
  'issues/delete-comment': changeComment,
  'reactions/create-for-issue': react,
  'reactions/create-for-issue-comment': react,
  'reactions/list-for-issue': listReactions,
  'reactions/list-for-issue-comment': listReactions,
};
