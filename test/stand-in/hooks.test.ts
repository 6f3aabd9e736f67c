// test/stand-in: deliveries as GitHub makes them, and everything that can happen to one on its way.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appToken, ask } from './client.ts';
import type { Delivery } from './hooks.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { Repository } from './world.ts';

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

let github: StandIn;
let ops: Repository;
let receiver: Server;
let received: Received[];
let answers: number[];

beforeEach(async () => {
  github = await startStandIn({ users: ['mallory'], deliveryTimeoutMs: 300 });
  ops = await github.createRepository({ owner: 'acme', name: 'ops', files: { 'a.md': 'a\n', 'b.md': 'b\n' } });
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const status = answers.shift() ?? 202;
      if (status > 0) response.writeHead(status).end('ok');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  github.hooks.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
});
afterEach(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await github.close();
  expect(github.violations).toEqual([]);
});

const events = (log: readonly Delivery[]) =>
  log.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
/** Without the push that made the repository, and without the suites that follow every push. */
const sinceMade = () => github.hooks.log.slice(2).filter(({ event }) => event !== 'check_suite');

async function opened() {
  await github.createBranch(ops, 'fix', { by: 'ada' });
  await github.commit(ops, 'fix', { 'a.md': 'A\n' }, { author: 'ada' });
  return github.openPull({ repository: ops, head: 'fix', title: 'Fix', author: 'ada' });
}

test('a delivery is signed, names the app, and carries a GUID', async () => {
  await opened();
  await github.hooks.settled();
  const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
  const signature = createHmac('sha256', github.app.webhookSecret).update(body).digest('hex');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    'x-github-hook-id': expect.stringMatching(/^\d+$/),
    'x-github-hook-installation-target-id': String(github.app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${signature}`,
  });
  expect(JSON.parse(body)).toMatchObject({
    action: 'opened',
    number: 1,
    installation: { id: github.installation('acme').id },
  });
});

test('the life of a pull request is told in the order it happens', async () => {
  const pull = await opened();
  const first = pull.head.sha;
  const second = await github.push(pull, { 'a.md': 'AA\n' });
  await github.editPull(pull, { draft: true }, 'ada');
  await github.editPull(pull, { draft: false }, 'ada');
  await github.createBranch(ops, 'next', { by: 'ada' });
  await github.editPull(pull, { base: 'next' }, 'ada');
  await github.closePull(pull, 'ada');
  await github.reopenPull(pull, 'ada');
  await github.mergePull(pull, 'grace');
  expect(events(sinceMade())).toEqual([
    ...['push', 'push', 'pull_request.opened', 'push', 'pull_request.synchronize', 'pull_request.converted_to_draft'],
    ...['pull_request.ready_for_review', 'push', 'pull_request.edited', 'pull_request.closed', 'pull_request.reopened'],
    ...['pull_request.closed', 'push'],
  ]);
  const moved = github.hooks.log.find(({ action }) => action === 'synchronize')?.payload;
  expect(moved).toMatchObject({ before: first, after: second, pull_request: { head: { sha: second } } });
  expect(github.pull('acme/ops', 1)).toMatchObject({ state: 'closed', mergedAt: expect.any(String) });
});

test('an app hears only of what its permissions cover', async () => {
  const { merge_queues: _, ...rest } = github.installation('acme').permissions;
  github.setInstallation('acme', { permissions: rest }, 'ada');
  const pull = await opened();
  await github.mergeGroup([pull], 'ada');
  expect(events(sinceMade()).filter((name) => name.startsWith('merge_group'))).toEqual([]);
});

describe('on its way', () => {
  const cases: readonly { readonly fate: 'lose' | 'fail' | 2; readonly arrived: number; readonly listed: string[] }[] =
    [
      { fate: 'lose', arrived: 0, listed: [] },
      { fate: 'fail', arrived: 0, listed: ['failed to connect to host'] },
      { fate: 2, arrived: 2, listed: ['OK'] },
    ];
  test.each(cases)('a delivery whose fate is $fate arrives $arrived times', async ({ fate, arrived, listed }) => {
    github.hooks.fate(({ event }) => (event === 'pull_request' ? fate : 'lose'));
    await opened();
    await github.hooks.settled();
    expect(received.length).toBe(arrived);
    expect(sinceMade().map(({ status }) => status)).toEqual(listed);
  });

  test('a held back delivery arrives in the order the test chooses', async () => {
    github.hooks.pause();
    const pull = await opened();
    await github.closePull(pull, 'ada');
    expect(received).toEqual([]);
    await github.hooks.resume((held) => held.toReversed());
    const names = received.map(({ headers, body }) =>
      `${headers['x-github-event']} ${JSON.parse(body).action ?? ''}`.trim(),
    );
    expect(names).toEqual([
      ...[
        'pull_request closed',
        'pull_request opened',
        'check_suite requested',
        'push',
        'check_suite requested',
        'push',
      ],
    ]);
  });

  const failures = [
    { what: 'is refused', answer: 503, status: 'Invalid HTTP Response: 503', code: 503 },
    { what: 'is not answered', answer: 0, status: 'timed out', code: 502 },
  ];
  test.each(failures)(
    'a delivery that $what is listed as failed, found again, and sent again under its GUID',
    async ({ answer, status, code }) => {
      github.hooks.fate(({ event }) => (event === 'pull_request' ? 'send' : 'lose'));
      answers = [answer];
      await opened();
      await github.hooks.settled();
      const token = appToken(github);
      const { body } = await ask(github, '/app/hook/deliveries?per_page=1&status=failure', { token });
      const [row] = body as readonly { id: number; guid: string }[];
      expect(row).toMatchObject({
        event: 'pull_request',
        action: 'opened',
        status,
        status_code: code,
        redelivery: false,
      });
      const detail = await ask(github, `/app/hook/deliveries/${row?.id}`, { token });
      expect(detail.body).toMatchObject({
        request: { payload: { action: 'opened', number: 1 }, headers: { 'x-github-delivery': row?.guid } },
      });
      await github.hooks.redeliver(row?.guid ?? '');
      expect(github.hooks.log.at(-1)).toMatchObject({ guid: row?.guid, redelivery: true, status: 'OK' });
      expect(new Set(received.map(({ headers }) => headers['x-github-delivery']))).toEqual(new Set([row?.guid]));
    },
  );

  test('the list of deliveries is read page by page through its cursor, newest first', async () => {
    for (const path of ['c', 'd']) await github.commit(ops, 'main', { [path]: path }, { author: 'ada' });
    await github.hooks.settled();
    const token = appToken(github);
    const seen: number[] = [];
    for (let next: string | undefined = '/app/hook/deliveries?per_page=2'; next; ) {
      const { body, headers } = await ask(github, next, { token });
      seen.push(...(body as readonly { id: number }[]).map(({ id }) => id));
      next = /<http:\/\/[^/]+([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual([6, 5, 4, 3]); // the first two were made before there was an address
  });
});

describe('payloads have the keys of GitHub’s own examples', () => {
  type Example = { readonly name: string; readonly examples: readonly Readonly<Record<string, unknown>>[] };
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const examples: readonly Example[] = createRequire(import.meta.url)(path);

  /** Every key of an example, down to where values are lists or plain. */
  function keys(value: unknown, at = ''): readonly string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
    const inner = Object.entries(value).flatMap(([key, item]) => keys(item, `${at}/${key}`));
    return inner.length > 0 ? inner : [at];
  }
  /** Keys that depend on how the account, the repository or the deployment of the example is set up. */
  const optional =
    /^\/changes\/|\/permissions\/|\/(plan|license|milestone|deployment|template_repository|allow_\w+|delete_branch_on_merge|use_squash_\w+|squash_\w+|merge_commit_(title|message)|custom_properties|language|assignee|merged_by|requester|active_lock_reason|auto_merge)(\/|$)/;
  const happenings: readonly {
    readonly event: string;
    readonly action: string | null;
    readonly happen: () => Promise<void>;
  }[] = [
    { event: 'pull_request', action: 'opened', happen: async () => void (await opened()) },
    {
      event: 'pull_request',
      action: 'synchronize',
      happen: async () => void (await github.push(await opened(), { 'a.md': 'x\n' })),
    },
    {
      event: 'push',
      action: null,
      happen: async () => void (await github.commit(ops, 'main', { 'a.md': 'x\n' }, { author: 'ada' })),
    },
    {
      event: 'merge_group',
      action: 'checks_requested',
      happen: async () => void (await github.mergeGroup([await opened()], 'ada')),
    },
    { event: 'check_run', action: 'rerequested', happen: async () => github.rerequest(await run(), 'ada') },
    { event: 'check_run', action: 'requested_action', happen: async () => github.press(await run(), 'fix', 'ada') },
    { event: 'check_suite', action: 'rerequested', happen: async () => github.rerequestSuite(await run(), 'ada') },
    {
      event: 'installation',
      action: 'new_permissions_accepted',
      happen: async () => github.setInstallation('acme', { permissions: { metadata: 'read' } }, 'ada'),
    },
    {
      event: 'installation_repositories',
      action: 'removed',
      happen: async () => github.setInstallation('acme', { repositories: [] }, 'ada'),
    },
    {
      event: 'issues',
      action: 'opened',
      happen: async () => void (await github.openIssue(ops, 'ada', { title: 'T' })),
    },
    {
      event: 'issue_comment',
      action: 'created',
      happen: async () => void (await github.comment(ops, (await opened()).number, 'ada', 'hi')),
    },
    {
      event: 'pull_request_review',
      action: 'submitted',
      happen: async () => void (await github.review(await opened(), 'grace', 'APPROVED')),
    },
  ];
  const run = async () => {
    const { head } = await opened();
    const actions = [{ label: 'Fix', description: 'Fix', identifier: 'fix' }];
    return github.addCheckRun(ops, head.sha, { name: 'Check', conclusion: 'failure', actions });
  };

  test.each(happenings)('$event $action', async ({ event, action, happen }) => {
    await happen();
    await new Promise(setImmediate);
    await github.hooks.settled();
    const found = github.hooks.log.findLast((one) => one.event === event && one.action === action);
    const all = examples.find(({ name }) => name === event)?.examples ?? [];
    const fitting = all.filter((one) => action === null || one['action'] === action);
    const example = (fitting.length > 0 ? fitting : all).at(-1);
    const ours = new Set(
      keys(found?.payload).flatMap((key) => key.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))),
    );
    const isMissing = (key: string) => !ours.has(key) && !optional.test(`${key}/`);
    // Below null there are no keys to compare.
    const isBelowNull = (key: string) => keys(found?.payload).some((own) => key.startsWith(`${own}/`));
    expect(found).toBeDefined();
    expect(keys(example).filter((key) => isMissing(key) && !isBelowNull(key))).toEqual([]);
  });
});

test('an installation comes, changes, sleeps and goes, and the app is told', async () => {
  github.setInstallation('acme', { suspended: true }, 'ada');
  expect((await ask(github, '/repos/acme/ops/installation', { token: appToken(github) })).body).toMatchObject({
    suspended_at: expect.any(String),
  });
  await github.commit(ops, 'main', { 'c.md': 'c\n' }, { author: 'ada' });
  github.setInstallation('acme', { suspended: false }, 'ada');
  github.uninstall('acme', 'ada');
  expect((await ask(github, '/repos/acme/ops/installation', { token: appToken(github) })).status).toBe(404);
  github.install('acme', 'ada');
  expect(events(sinceMade())).toEqual(
    ['suspend', 'unsuspend', 'deleted', 'created'].map((action) => `installation.${action}`),
  );
});
