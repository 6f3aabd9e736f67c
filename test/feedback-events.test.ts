// What GitHub tells of issues → what there is to do for those that are about a procedure, and nothing for all others.
import { describe, expect, test } from '@jest/globals';
import { checkBox } from '../src/core/check-box.ts';
import { jobsOf } from '../src/events/events.ts';

const APP = 4711;
const ref = { installation: 7, owner: 'acme', name: 'ops' };
const common = { installation: { id: 7 }, repository: { name: 'ops', owner: { login: 'acme' } } };
const FORM = '### What happened\n\nIt fails.\n\n### Procedure\n\na.md\n';
const kim = { login: 'kim', type: 'User' };
const robot = { login: 'triage[bot]', type: 'Bot' };
const AT = '2026-11-23T10:00:00Z';
const CLOSED = '2026-11-23T09:59:59Z';
const labels = (...names: string[]) => names.map((name) => ({ name }));
const issue = (more: object = {}) => ({ number: 5, body: '', labels: [], updated_at: AT, ...more });
const of = (action: string, more: object, sender: object = kim) =>
  jobsOf('issues', { ...common, action, issue: issue(), sender, ...more }, APP);
const kinds = (jobs: ReturnType<typeof jobsOf>) => jobs.map(({ kind }) => kind);
const route = { kind: 'route-feedback', repository: ref, issue: 5 };

/** As the app writes it; of anybody else such a marker says nothing. */
const own = (kind: string, more: object = {}) =>
  issue({
    ...{ body: `<!-- runbook-steward: {"kind":"${kind}","key":"a"} -->\nText`, labels: labels('procedure/review') },
    ...{ user: { login: 'steward[bot]', type: 'Bot' }, performed_via_github_app: { id: APP }, ...more },
  });

describe('an issue', () => {
  test.each([
    ['that the app opened for feedback elsewhere', own('feedback')],
    ['with a marker that somebody else wrote', own('review', { performed_via_github_app: { id: 1 } })],
    ['with a marker that a person wrote', own('review', { user: { login: 'eve', type: 'User' } })],
  ])('%s is looked at', (_, one) => {
    expect(kinds(of('labeled', { issue: one })).filter((kind) => kind.endsWith('-feedback'))).toHaveLength(1);
  });

  test.each([
    'opened',
    'edited',
    'labeled',
    'unlabeled',
    'assigned',
    'unassigned',
    'unlocked',
    'deleted',
    'transferred',
  ])('made with the form is routed when it is %s', (action) =>
    expect(of(action, { issue: issue({ body: FORM }) })).toEqual([route]),
  );

  test.each<[string, object]>([
    ['has the label', { issue: issue({ labels: labels('Procedure/Feedback') }) }],
    ['had the label', { label: { name: 'procedure/feedback' } }],
    ['had the text of the form', { changes: { body: { from: FORM } } }],
  ])('that %s is routed', (_, more) => expect(of('edited', more)).toEqual([route]));

  test('with other labels is left to the configuration', () => {
    expect(of('labeled', { issue: issue({ labels: labels('bug', 'a') }), label: { name: 'bug' } })).toEqual([
      { kind: 'notice-feedback', repository: ref, issue: 5, labels: ['a', 'bug'], bot: null },
    ]);
  });

  test.each<[string, object]>([
    ['without the form and without a label', {}],
    ['that is a pull request', { issue: issue({ body: FORM, pull_request: {} }) }],
    ['without a number', { issue: { body: FORM } }],
    ["of the app's own about reviews", { issue: own('review') }],
    ["of the app's own that looks back", { issue: own('emergency') }],
  ])('%s makes no job', (_, more) => {
    // The app's own are followed for another reason.
    for (const action of ['opened', 'edited', 'closed', 'reopened', 'deleted'])
      expect(kinds(of(action, more)).filter((kind) => kind !== 'follow-issue')).toEqual([]);
  });

  test('changed by a bot never stands for what a person did', () => {
    expect(of('labeled', { issue: issue({ body: FORM }) }, robot)).toEqual([
      { kind: 'notice-feedback', repository: ref, issue: 5, labels: null, bot: 'triage[bot]' },
    ]);
  });

  test('closed or opened again is noted under the moment that GitHub tells', () => {
    const fact = (kind: string, at: string) => ({ id: `${kind} ${at}`, kind, at, by: 'kim', isBot: false });
    const note = { kind: 'note-feedback', repository: ref, issue: 5, labels: null };
    const closed = issue({ body: FORM, closed_at: CLOSED });
    expect(of('closed', { issue: closed })).toEqual([{ ...note, fact: fact('closed', CLOSED) }, route]);
    expect(of('reopened', { issue: issue({ body: FORM }) })).toEqual([{ ...note, fact: fact('reopened', AT) }, route]);
  });
});

describe('a comment', () => {
  const told = (action: string, body: string, more: object = {}, sender: object = kim) => ({
    ...{ ...common, action, issue: issue({ body: FORM }), sender },
    comment: { id: 9, body, created_at: AT, user: kim, ...more },
    ...('changes' in more ? { changes: more.changes } : {}),
  });
  const ours = { performed_via_github_app: { id: APP }, user: { login: 'runbook-steward[bot]', type: 'Bot' } };

  test('is noted by its id', () => {
    const fact = { id: 'comment 9', kind: 'commented', at: AT, by: 'kim', isBot: false };
    const note = { kind: 'note-feedback', repository: ref, issue: 5, labels: null };
    expect(jobsOf('issue_comment', told('created', 'Me too.'), APP)).toEqual([{ ...note, fact }]);
    expect(jobsOf('issue_comment', told('deleted', 'Me too.'), APP)).toEqual([
      { ...note, fact: { ...fact, kind: 'deleted', by: '' } },
    ]);
  });

  test('chooses the procedure, but not in quotes, not without one, and not when it is edited', () => {
    const chosen = (body: string, action = 'created') => kinds(jobsOf('issue_comment', told(action, body), APP));
    expect(jobsOf('issue_comment', told('created', '/steward procedure runbooks/a.md'), APP)).toContainEqual({
      ...{ kind: 'choose-procedure', repository: ref, issue: 5, comment: 9, how: 'command' },
      ...{ named: 'runbooks/a.md', by: 'kim', isBot: false },
    });
    expect(chosen('> /steward procedure a.md')).toEqual(['note-feedback']);
    expect(chosen('`/steward procedure a.md`')).toEqual(['note-feedback']);
    expect(chosen('/steward procedure')).toEqual(['note-feedback']);
    expect(chosen('/steward procedure a.md', 'edited')).toEqual([]);
  });

  test("of the app's own is no answer; a box that is ticked in it chooses", () => {
    const box = checkBox('`a.md`', { do: 'procedure', key: 'acme/ops:a.md' });
    expect(jobsOf('issue_comment', told('created', '/steward procedure a.md', ours), APP)).toEqual([]);
    const ticked = { ...ours, changes: { body: { from: box } } };
    const edited = (sender: object) =>
      jobsOf('issue_comment', told('edited', box.replace('[ ]', '[x]'), ticked, sender), APP);
    expect(edited(kim)).toEqual([
      {
        ...{ kind: 'choose-procedure', repository: ref, issue: 5, comment: 9, how: 'box' },
        ...{ named: 'acme/ops:a.md', by: 'kim', isBot: false },
      },
    ]);
    expect(edited(robot)).toEqual([]);
    const another = { ...ticked, performed_via_github_app: { id: 1 } };
    expect(jobsOf('issue_comment', told('edited', box.replace('[ ]', '[x]'), another), APP)).toEqual([]);
  });
});

test('a merged pull request may settle something, one that is closed does not', () => {
  const closed = (merged: boolean) => ({
    ...{ ...common, action: 'closed', number: 3 },
    pull_request: { number: 3, merged, head: { sha: 'a'.repeat(40) } },
  });
  expect(kinds(jobsOf('pull_request', closed(true), APP))).toContain('settle-feedback');
  expect(kinds(jobsOf('pull_request', closed(false), APP))).not.toContain('settle-feedback');
});
