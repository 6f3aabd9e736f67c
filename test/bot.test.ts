// What GitHub tells us → what there is to do.
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { checkBox } from '../src/core/check-box.ts';
import { writeMarker } from '../src/core/marker.ts';
import { textHash } from '../src/core/review/issue-text.ts';
import { EVENTS, jobsOf } from '../src/events/events.ts';
import { keyOf } from '../src/flows/job.ts';

type Example = { readonly name: string; readonly examples: readonly Readonly<Record<string, unknown>>[] };
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];

const APP = 4711;
const SHA = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const common = { installation: { id: 7 }, repository: { name: 'ops', owner: { login: 'acme' } } };
const repository = { installation: 7, owner: 'acme', name: 'ops' };
const pull = { number: 3, pull_request: { head: { sha: SHA } } };
const checkPull = { kind: 'check-head', repository, sha: SHA, pulls: [3] };

describe('jobs of an event', () => {
  test.each(['opened', 'reopened', 'synchronize', 'ready_for_review'])('pull_request.%s checks its head', (action) => {
    expect(jobsOf('pull_request', { ...common, ...pull, action }, APP)).toEqual([checkPull]);
  });

  test('another base checks the head again, another title does not', () => {
    const edited = { ...common, ...pull, action: 'edited' };
    expect(jobsOf('pull_request', { ...edited, changes: { base: { ref: { from: 'main' } } } }, APP)).toEqual([
      checkPull,
    ]);
    expect(jobsOf('pull_request', { ...edited, changes: { title: { from: 'x' } } }, APP)).toEqual([]);
  });

  test('a closed pull request leaves its head to the others that have it, and what was attested in it is settled', () => {
    expect(jobsOf('pull_request', { ...common, ...pull, action: 'closed' }, APP)).toEqual([
      { ...checkPull, pulls: [], closed: 3 },
      { kind: 'end-reviews', repository, pull: 3 },
    ]);
  });

  test('what waits for a pull request is replaced by what comes later, but never by a close that is told late', () => {
    const keysOf = (action: string) =>
      jobsOf('pull_request', { ...common, ...pull, action }, APP).map((job) => keyOf(job, null));
    expect(keysOf('reopened')).toEqual(keysOf('synchronize'));
    expect(keysOf('closed')).not.toContain(keysOf('synchronize')[0]);
  });

  test('a merge group is checked as a whole', () => {
    const group = { head_sha: SHA, base_sha: BASE, head_ref: 'refs/heads/gh-readonly-queue/main/pr-3' };
    expect(jobsOf('merge_group', { ...common, action: 'checks_requested', merge_group: group }, APP)).toEqual([
      { kind: 'check-merge-group', repository, sha: SHA, baseSha: BASE, headRef: group.head_ref },
    ]);
  });

  test('a check asked for again knows its pull requests from its external id, which forks leave as the only trace', () => {
    const run = {
      id: 5,
      app: { id: APP },
      head_sha: SHA,
      external_id: 'pulls:3,9',
      pull_requests: [{ number: 9 }, { number: 4 }],
    };
    const [job] = jobsOf(
      'check_run',
      { ...common, action: 'rerequested', check_run: run, sender: { login: 'ada' } },
      APP,
    );
    expect(job).toEqual({ kind: 'check-head', repository, sha: SHA, pulls: [3, 4, 9] });
  });

  test("a merge group's check asked for again is that of the group", () => {
    const run = {
      id: 5,
      app: { id: APP },
      head_sha: SHA,
      external_id: `group:${BASE}:refs/heads/q`,
      pull_requests: [],
    };
    const [job] = jobsOf(
      'check_run',
      { ...common, action: 'rerequested', check_run: run, sender: { login: 'ada' } },
      APP,
    );
    expect(job).toEqual({ kind: 'check-merge-group', repository, sha: SHA, baseSha: BASE, headRef: 'refs/heads/q' });
  });

  test('a whole suite asked for again is one check', () => {
    const suite = { app: { id: APP }, head_sha: SHA, pull_requests: [{ number: 3 }] };
    expect(jobsOf('check_suite', { ...common, action: 'rerequested', check_suite: suite }, APP)).toEqual([checkPull]);
  });

  test('a pressed button knows who pressed it', () => {
    const payload = {
      ...{ ...common, action: 'requested_action', requested_action: { identifier: 'fix-ownership' } },
      ...{
        check_run: { id: 5, app: { id: APP }, head_sha: SHA, external_id: 'pulls:3', pull_requests: [] },
        sender: { login: 'ada' },
      },
    };
    expect(jobsOf('check_run', payload, APP)).toEqual([
      {
        ...{ kind: 'press-button', repository, sha: SHA, pulls: [3] },
        ...{ checkRun: 5, button: 'fix-ownership', presser: 'ada' },
      },
    ]);
  });
});

describe('approvals', () => {
  const approval = { kind: 'check-approval', repository, sha: SHA, pulls: [3] };

  test.each(['submitted', 'dismissed', 'edited'])('a review that is %s', (action) => {
    const payload = { ...common, action, pull_request: { number: 3, head: { sha: SHA } } };
    expect(jobsOf('pull_request_review', payload, APP)).toEqual([approval]);
  });

  test('their check is asked for again', () => {
    const run = { id: 5, name: 'Procedure approval', app: { id: APP }, head_sha: SHA, external_id: 'pulls:3' };
    const payload = { ...common, action: 'rerequested', check_run: run, sender: { login: 'ada' } };
    expect(jobsOf('check_run', payload, APP)).toEqual([approval]);
  });
});

describe('commands', () => {
  const user = { login: 'ada', type: 'User' };
  const at = '2026-11-23T10:00:00Z';
  const told = (body: string, more: object = {}, issue: object = { pull_request: {} }) => ({
    ...{ ...common, action: 'created', issue: { number: 3, ...issue } },
    comment: { id: 9, body, created_at: at, user, ...more },
  });
  const override = { kind: 'override', repository, pull: 3, comment: 9, by: 'ada', isBot: false, at };
  const BODY = '/steward override because the site is down';
  const MARKER = writeMarker({ kind: 'review', key: '@acme/sre' });
  const OURS = { body: `${MARKER}\nLook.`, user: { type: 'Bot' }, performed_via_github_app: { id: APP } };

  test('an override, with its reason', () => {
    expect(jobsOf('issue_comment', told(BODY), APP)).toEqual([{ ...override, because: 'the site is down' }]);
    expect(jobsOf('issue_comment', told('/steward override'), APP)).toEqual([{ ...override, because: null }]);
  });

  test.each([
    ['an edit', { ...told(BODY), action: 'edited' }],
    ['a deletion', { ...told(BODY), action: 'deleted' }],
    ['an issue that is no pull request', told(BODY, {}, {})],
    ['a comment of the app itself', told(BODY, { performed_via_github_app: { id: APP } })],
    ['no command', told('Fine.')],
    ['no body', told(BODY, { body: null })],
    ['the short form under what others wrote', told('/reviewed tested', {}, {})],
    ['what others may do with a slash', told('/approve', {}, OURS)],
    ['feedback, which is another job', told('/steward procedure runbooks/a.md')],
  ])('%s is none', (_, payload) => expect(jobsOf('issue_comment', payload, APP)).toEqual([]));

  test.each([
    ['/steward reviewed tested', false, {}, false],
    ['/steward snooze 14d because', false, { pull_request: {} }, true],
    ['/steward dance because I can', false, {}, false],
    ['/reviewed tested', true, OURS, false],
    ['/steward reviewed tested', false, OURS, false],
  ])('%s, short: %s', (body, isShort, issue, isPull) => {
    const [, name, text] = /\/(?:steward )?(\S+) (.*)/.exec(body) ?? [];
    const who = { by: 'ada', isBot: false, at };
    expect(jobsOf('issue_comment', told(body, {}, issue), APP)).toEqual([
      { kind: 'command', repository, issue: 3, isPull, comment: 9, ...who, commands: [{ name, text, isShort }] },
    ]);
  });

  test('no more than twenty of one comment', () => {
    const [job] = jobsOf('issue_comment', told('/steward needs-work\n'.repeat(100), {}, {}), APP);
    expect(job).toMatchObject({ commands: { length: 20 } });
  });

  const BOX = checkBox('Read', { do: 'reviewed', key: 'a.md', how: 'read' });
  const ticked = (before: string, after: string, more: object = {}, sender: object = user) => ({
    ...{ ...common, action: 'edited', changes: { body: { from: before } }, sender },
    issue: { ...OURS, number: 3, title: 'Due', body: after, updated_at: at, ...more },
  });
  const [EMPTY, FULL] = [`${MARKER}\n${BOX}\n`, `${MARKER}\n${BOX.replace('[ ]', '[x]')}\n`];

  test('a box that is ticked, with the fingerprint of the text in which it stood', () => {
    const boxes = [{ do: 'reviewed', key: 'a.md', how: 'read' }];
    const who = { by: 'ada', isBot: false, at };
    expect(jobsOf('issues', ticked(EMPTY, FULL), APP)).toMatchObject([
      { kind: 'tick-boxes', repository, issue: 3, ...who, boxes, textHash: textHash('Due', EMPTY) },
      { kind: 'follow-issue' },
    ]);
  });

  test.each([
    ['unticked', ticked(FULL, EMPTY)],
    ['ticked already', ticked(FULL, FULL.replace('Read', 'read'))],
    ['in what others wrote, marker and all', ticked(EMPTY, FULL, { performed_via_github_app: null })],
    ['ticked by the app itself', ticked(EMPTY, FULL, {}, { login: 'runbook-steward[bot]', type: 'Bot' })],
    ['added by whoever ticks it', ticked(`${MARKER}\n`, FULL)],
  ])('a box that is %s is none', (_, payload) => {
    expect(jobsOf('issues', payload, APP).filter(({ kind }) => kind === 'tick-boxes')).toEqual([]);
  });

  test.each([
    ['a bot', { user: { login: 'robot[bot]', type: 'Bot' } }, 'robot[bot]'],
    ['a person through an app', { performed_via_github_app: { id: 5 } }, 'ada'],
  ])('%s is told apart', (_, more, by) => {
    expect(jobsOf('issue_comment', told(BODY, more), APP)).toMatchObject([{ isBot: true, by }]);
  });
});

describe('the catalog follows', () => {
  const index = { kind: 'index-repository', repository };
  const push = { ...common, repository: { ...common.repository, default_branch: 'main' }, ref: 'refs/heads/main' };
  const commit = (path: string) => ({ added: [], modified: [path], removed: [] });

  test('a push to the default branch, and no other', () => {
    expect(jobsOf('push', { ...push, commits: [commit('runbooks/a.md')] }, APP)).toEqual([index]);
    expect(jobsOf('push', { ...push, ref: 'refs/heads/work' }, APP)).toEqual([]);
    expect(jobsOf('push', { ...push, ref: 'refs/tags/main' }, APP)).toEqual([]);
  });

  const sync = { kind: 'sync-installation', installation: 7, isWhole: true };
  const tell = { kind: 'tell-policy', installation: 7 };
  const recheck = { kind: 'recheck-pulls', installation: 7, place: repository, names: [] };
  test.each([
    ['touches it', { commits: [commit('runbook-steward.yml')] }, []],
    ['is forced, so that nobody knows what it touches', { forced: true }, [recheck]],
    ['has more commits than GitHub lists', { commits: Array.from({ length: 20 }, () => commit('a')) }, [recheck]],
  ])('a push to what may be the organisation policy, which holds for every repository: it %s', (_, more, others) => {
    expect(jobsOf('push', { ...push, ...more }, APP)).toEqual([index, sync, tell, ...others]);
  });

  test.each(['.github/runbook-steward.yml', '.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'])(
    'a push to %s, by which every open pull request is judged',
    (path) => {
      expect(jobsOf('push', { ...push, commits: [commit('a.md'), commit(path)] }, APP)).toEqual([index, recheck]);
    },
  );

  test.each([
    'created',
    'deleted',
    'renamed',
    'transferred',
    'archived',
    'unarchived',
    'privatized',
    'publicized',
    'edited',
  ])('repository.%s', (action) => expect(jobsOf('repository', { ...common, action }, APP)).toEqual([index]));

  test.each([
    ['installation', ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted']],
    ['installation_repositories', ['added', 'removed']],
  ])('%s', (name, actions) => {
    for (const action of actions)
      expect(jobsOf(name, { action, installation: { id: 7 } }, APP)).toEqual([{ ...sync, isWhole: false }]);
  });
});

describe('owners are looked at again', () => {
  const organization = { login: 'Acme' };
  const team = { slug: 'sre' };
  const member = { login: 'Ada' };
  const audit = (...owners: string[]) => ({ kind: 'audit-owners', installation: 7, owners });
  const recheck = (...names: string[]) => ({ kind: 'recheck-pulls', installation: 7, place: null, names });
  const heard = (...names: string[]) => [audit(...names), recheck(...names)];
  const all = { kind: 'audit-owners', installation: 7, owners: null };
  const about = { installation: { id: 7 }, organization };
  const left = { kind: 'follow-feedback', installation: 7, people: ['ada'] };

  test.each([
    ['membership', 'removed', { ...about, team, member }, [left, ...heard('@acme/sre', '@ada')]],
    ['member', 'removed', { ...common, ...about, member }, [left, ...heard('@ada')]],
    ['team', 'removed_from_repository', { ...common, ...about, team }, heard('@acme/sre')],
    ['team', 'deleted', { ...about, team }, [...heard('@acme/sre'), all]],
    ['team', 'edited', { ...about, team, changes: { name: { from: 'old' } } }, [...heard('@acme/sre'), all]],
    ['organization', 'member_removed', { ...about, membership: { user: member } }, [left, ...heard('@ada'), all]],
    ['organization', 'renamed', about, [all]],
  ])('%s.%s', (name, action, payload, jobs) => {
    expect(jobsOf(name, { ...payload, action }, APP)).toEqual(jobs);
  });

  test('approvals may hang on the team above, which whoever joins joins too', () => {
    const child = { slug: 'sre', parent: { slug: 'engineering' } };
    const payload = { ...about, action: 'added', team: child, member };
    const names = ['@acme/sre', '@ada', '@acme/engineering'];
    expect(jobsOf('membership', payload, APP)).toEqual([audit('@acme/sre', '@ada'), recheck(...names)]);
  });

  test('team_add has no action', () => {
    expect(jobsOf('team_add', { ...common, ...about, team }, APP)).toEqual(heard('@acme/sre'));
  });
});

test.each([
  ['null', 'pull_request', null],
  ['text', 'pull_request', 'x'],
  ['no installation', 'pull_request', { ...common, installation: undefined, ...pull, action: 'opened' }],
  ['no head', 'pull_request', { ...common, action: 'opened', number: 3, pull_request: {} }],
  [
    'a sha that is none',
    'pull_request',
    { ...common, action: 'opened', number: 3, pull_request: { head: { sha: '../x' } } },
  ],
  ['an event that is not ours', 'star', { ...common, action: 'opened' }],
  ['an action that is not ours', 'pull_request', { ...common, ...pull, action: 'labeled' }],
  [
    "another app's check",
    'check_run',
    {
      ...{ ...common, action: 'rerequested', sender: { login: 'ada' } },
      check_run: { id: 5, app: { id: 1 }, head_sha: SHA, external_id: 'pulls:3', pull_requests: [] },
    },
  ],
  ['a prototype', '__proto__', { ...common, ...pull, action: 'opened' }],
])('%s makes no job', (_, name, payload) => {
  expect(jobsOf(name, payload, APP)).toEqual([]);
});

/** The app whose check an example is about. */
function appOf(payload: Readonly<Record<string, unknown>>): number | undefined {
  const made = (payload['check_run'] ?? payload['check_suite']) as
    | { readonly app?: { readonly id: number } }
    | undefined;
  return made?.app?.id;
}

test("every official example of GitHub's is read without a fault, and those of our events make jobs", () => {
  const made = new Map<string, number>();
  for (const { name, examples: payloads } of examples) {
    for (const payload of payloads) {
      const event = payload['action'] ? `${name}.${payload['action']}` : name;
      const jobs = jobsOf(name, { ...payload, installation: { id: 7 } }, appOf(payload) ?? APP);
      made.set(event, (made.get(event) ?? 0) + jobs.length);
    }
  }
  const withJobs = [...made].filter(([, count]) => count > 0).map(([event]) => event);
  expect(withJobs.every((event) => EVENTS.some((known) => known === event))).toBe(true);
  expect(withJobs).toEqual(
    expect.arrayContaining([
      ...['pull_request.opened', 'merge_group.checks_requested', 'check_run.rerequested', 'push', 'team_add'],
      ...['repository.renamed', 'installation.deleted', 'membership.removed', 'organization.member_added'],
    ]),
  );
});
