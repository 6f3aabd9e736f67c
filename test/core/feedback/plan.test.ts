// test: what is written on a feedback issue, over its whole life, and that nothing is written twice.
import { describe, expect, test } from '@jest/globals';
import { findMeant, type Meant } from '../../../src/core/feedback/find-meant.ts';
import { type FeedbackNow, type FeedbackPlan, isEmptyPlan, planFeedback } from '../../../src/core/feedback/plan.ts';
import { readFeedback } from '../../../src/core/feedback/read-feedback.ts';
import type { Ownership, Person } from '../../../src/core/feedback/responsible.ts';
import { readMarker } from '../../../src/core/marker.ts';
import { HERE, INDEX, OWNERSHIP, PLACE, RESOLVED } from './catalog.ts';
import { SETTINGS } from './settings.ts';

const HOUR = 3_600_000;
const MOMENT = { today: '2026-11-23', at: 100 * HOUR };
const WHERE = { repository: HERE, urls: new Map(), linkedUrl: null };
const GROW = 'runbooks/storage/grow-a-volume.md';
const BLOCK = 'runbooks/network/block-an-address.md';

const about = (body: string): { readonly meant: Meant; readonly severity: FeedbackNow['severity'] } => ({
  meant: findMeant({ title: '', body }, INDEX, PLACE),
  severity: readFeedback(body).severity,
});
const person = (login: string, more: Partial<Person> = {}): Person => ({
  ...{ login, load: 0, lastAssignedAt: null, isGone: false, isBusy: false },
  ...more,
});
const opened = (body: string, more: Partial<FeedbackNow> = {}): FeedbackNow => ({
  ...about(body),
  reporter: 'kim',
  openedOn: '2026-11-23',
  ownership: OWNERSHIP,
  resolved: new Set([...RESOLVED, '@acme/edge']),
  people: [person('ada'), person('bob')],
  labels: ['procedure/feedback'],
  assignees: [],
  record: null,
  replies: [],
  ...more,
});
const plan = (now: FeedbackNow, moment = MOMENT): FeedbackPlan => planFeedback(now, WHERE, SETTINGS, moment);

/** The issue after the plan's writes. */
function written(now: FeedbackNow, done: FeedbackPlan): FeedbackNow {
  const labels = [...now.labels, ...done.addLabels.map(({ name }) => name)];
  return {
    ...now,
    labels: labels.filter((name) => !done.removeLabels.includes(name)),
    assignees: [...now.assignees, ...(done.assign ? [done.assign] : [])].filter((login) => login !== done.unassign),
    record: done.record,
  };
}
const settled = (now: FeedbackNow, more: Partial<FeedbackNow>): FeedbackNow => ({
  ...written(now, plan(now)),
  ...more,
});
const body = ({ reply }: FeedbackPlan): string => (reply === null || reply === 'waiting' ? '' : reply.body);
const names = (labels: FeedbackPlan['addLabels']) => labels.map(({ name }) => name);
const owned = (declared: string): ReadonlyMap<string, Ownership> =>
  new Map([...OWNERSHIP, [`acme/ops:${GROW}`, { declared, codeOwners: [] }]]);

test('a new issue gets its labels and one reply that mentions the team', () => {
  const first = plan(opened(`Severity: wrong\n${GROW}`));
  expect(names(first.addLabels)).toEqual(['feedback/wrong', 'owner/storage']);
  expect(first).toMatchObject({ removeLabels: [], assign: null, unassign: null, comment: null });
  expect(first.reply).toMatchObject({ do: 'create' });
  expect(body(first).match(/@acme\/storage/g)).toHaveLength(2); // In its code span, and as the mention.
  expect(first.routedTo).toEqual({ owner: '@acme/storage' });
});

test('what is dangerous gets a person, and the team is not mentioned', () => {
  const first = plan(opened(`Severity: dangerous\n${GROW}`));
  expect(first).toMatchObject({ assign: 'ada', record: { assigned: 'ada', told: [] } });
  expect(body(first)).toContain('`ada` is asked to answer by 2026-11-24.');
});

describe('a second look changes nothing', () => {
  test.each([
    ['on one procedure', opened(GROW)],
    ['that is dangerous', opened(`Severity: dangerous\n${GROW}`)],
    ['that somebody had taken already', opened(`Severity: dangerous\n${GROW}`, { assignees: ['zoe'] })],
    ['on several', opened(`${GROW} ${BLOCK}`)],
    ['on nothing known', opened('x')],
    ['with nobody to tell', opened('x', { resolved: new Set<string>() })],
    ['that waits', opened(GROW, { replies: [{ reporter: 'kim', procedure: `acme/ops:${GROW}`, at: MOMENT.at }] })],
  ])('of an issue %s', (_, now) => {
    const next = written(now, plan(now));
    for (const later of [MOMENT, { today: '2026-12-24', at: MOMENT.at + 1 }]) {
      const again = plan({ ...next, people: [person('ada', { load: 1, lastAssignedAt: 1 }), person('bob')] }, later);
      expect(isEmptyPlan(again)).toBe(true);
      expect(again.record).toEqual(next.record);
    }
  });
});

describe('a reply within an hour of the last one', () => {
  const flooded = opened(GROW, { replies: [{ reporter: 'KIM', procedure: `acme/ops:${GROW}`, at: MOMENT.at - 1 }] });

  test('waits, and the labels do not', () => {
    const first = plan(flooded);
    expect(first.reply).toBe('waiting');
    expect(names(first.addLabels)).toEqual(['owner/storage']);
    expect(first.record).toMatchObject({ reply: null, told: [] });
  });

  test('comes later, with its mention', () => {
    const later = plan({ ...settled(flooded, {}), replies: [] });
    expect(later.reply).toMatchObject({ do: 'create' });
    expect(later.record.told).toEqual(['@acme/storage']);
    expect(later.comment).toBeNull();
  });
});

describe('when the text is edited', () => {
  const edited = plan(settled(opened(`Severity: wrong\n${GROW}`), about(`Severity: idea\n${BLOCK}`)));

  test('labels follow', () => {
    expect(names(edited.addLabels)).toEqual(['feedback/idea', 'owner/network']);
    expect(edited.removeLabels).toEqual(['feedback/wrong', 'owner/storage']);
  });

  test('the reply follows without a mention, and the new owner is told once', () => {
    expect(edited.reply).toMatchObject({ do: 'update' });
    expect(body(edited)).toContain(BLOCK);
    expect(body(edited)).not.toContain('@acme/network, ');
    expect(edited.comment).toBe(
      '@acme/network, this has come to you from `@acme/storage`. Please answer by 2026-12-23.\n',
    );
    expect(edited.routedTo).toEqual({ owner: '@acme/network' });
  });

  test('to and fro, nobody is told twice', () => {
    let now = opened(GROW);
    const told: string[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const next = plan(now);
      if (next.comment) told.push(next.comment);
      now = { ...written(now, next), ...about(turn % 2 === 0 ? BLOCK : GROW) };
    }
    expect(told).toHaveLength(1);
  });

  test('from team to team, three are told and the others by the reminder', () => {
    let now = opened(GROW);
    let comments = 0;
    for (const next of [BLOCK, 'db-1', 'sop-handover', 'pay-refund', 'playbooks/call-an-incident.md']) {
      const done = plan(now);
      comments += Number(done.comment !== null);
      now = { ...written(now, done), ...about(next) };
    }
    expect(comments).toBe(2);
    expect(now.record?.told).toEqual(['@acme/storage', '@acme/network', '@acme/database']);
  });

  test('so that nothing is known any more, the fallback hears of it', () => {
    const lost = plan(settled(opened(GROW), about('')));
    expect(names(lost.addLabels)).toEqual(['procedure/needs-owner']);
    expect(body(lost)).toContain('Which procedure is this about?');
    expect(lost.comment).toContain('@acme/ops-leads, this has come to you from `@acme/storage`.');
  });

  test('so that it becomes dangerous, a person is asked as well', () => {
    const worse = plan(settled(opened(`Severity: wrong\n${GROW}`), about(`Severity: dangerous\n${GROW}`)));
    expect(worse).toMatchObject({ assign: 'ada', comment: null, removeLabels: ['feedback/wrong'] });
  });

  test('so that it is dangerous and nobody’s yet, the fallback hears of it', () => {
    const both = `${GROW} ${BLOCK}`;
    const worse = plan(settled(opened(both, { people: [] }), about(`Severity: dangerous\n${both}`)));
    expect(worse.comment).toBe('@acme/ops-leads, this has come to you. Please answer by 2026-11-24.\n');
  });
});

test('once a choice is made, the owner hears of it and the reply has no boxes', () => {
  const both = settled(opened(`${GROW} ${BLOCK}`), {});
  expect(both.record).toMatchObject({ owner: null, told: [] });
  const chosen = plan({ ...both, ...about(GROW) }, { ...MOMENT, today: '2026-12-01' });
  expect(chosen.comment).toBe('@acme/storage, this has come to you. Please answer by 2026-12-06.\n');
  expect(body(chosen)).not.toContain('- [ ]');
});

describe('when the procedure has another owner', () => {
  const now = settled(opened(`Severity: dangerous\n${GROW}`), { ownership: owned('@acme/edge') });
  const next: readonly Person[] = [person('zoe')];

  test('the issue moves along, with its person', () => {
    const moved = plan({ ...now, people: next }, { ...MOMENT, today: '2026-12-01' });
    expect(names(moved.addLabels)).toEqual(['owner/edge']);
    expect(moved).toMatchObject({ removeLabels: ['owner/storage'], unassign: 'ada', assign: 'zoe', comment: null });
    expect(moved.record).toMatchObject({ owner: '@acme/edge', assigned: 'zoe', askedOn: '2026-12-01' });
    expect(body(moved)).toContain('`zoe` is asked to answer by 2026-12-02.');
    expect(isEmptyPlan(plan({ ...written({ ...now, people: next }, moved) }))).toBe(true);
  });

  test('the team is told where nobody of it can be asked', () => {
    const moved = plan({ ...now, people: [] });
    expect(moved).toMatchObject({ unassign: 'ada', assign: null });
    expect(moved.comment).toContain('@acme/edge, this has come to you from `@acme/storage`.');
  });

  test('whoever was assigned by hand stays', () => {
    const byHand = { ...now, assignees: ['max'], people: next };
    const moved = plan(byHand);
    expect(moved).toMatchObject({ unassign: null, assign: 'zoe' });
    expect(isEmptyPlan(plan(written(byHand, moved)))).toBe(true);
  });

  test('a declared owner that is gone gives way to the fallback', () => {
    const moved = plan({ ...settled(opened(GROW), {}), resolved: new Set(['@acme/ops-leads']) });
    expect(moved.routedTo).toEqual({ owner: '@acme/ops-leads' });
    expect(names(moved.addLabels)).toEqual(['procedure/needs-owner']);
    expect(moved.removeLabels).toEqual(['owner/storage']);
  });
});

describe('of whoever was assigned', () => {
  const now = settled(opened(`Severity: dangerous\n${GROW}`), {});

  test('one who is gone is replaced', () => {
    const left = plan({ ...now, people: [person('ada', { isGone: true }), person('bob')] });
    expect(left).toMatchObject({ unassign: 'ada', assign: 'bob', comment: null, record: { assigned: 'bob' } });
  });

  test('one who is gone and was taken off by GitHub is replaced', () => {
    const left = plan({ ...now, assignees: [], people: [person('ada', { isGone: true }), person('bob')] });
    expect(left).toMatchObject({ unassign: null, assign: 'bob' });
  });

  test('one who became busy stays', () => {
    expect(isEmptyPlan(plan({ ...now, people: [person('ada', { isBusy: true }), person('bob')] }))).toBe(true);
  });

  test('one who was taken off by hand is not replaced; the team is told, once', () => {
    const alone = { ...now, assignees: [] };
    const taken = plan(alone);
    expect(taken).toMatchObject({ assign: null, unassign: null });
    expect(taken.comment).toBe('@acme/storage, this has come to you. Please answer by 2026-11-24.\n');
    expect(isEmptyPlan(plan(written(alone, taken)))).toBe(true);
  });

  test('one in whose place somebody else was put does not come back', () => {
    const other = plan({ ...now, assignees: ['max'] });
    expect(other).toMatchObject({ assign: null, unassign: null, comment: null });
  });
});

describe('a label set by hand', () => {
  const now = settled(opened(`Severity: wrong\n${GROW}`), {});

  test('counts, and the text’s goes', () => {
    const set = plan({ ...now, labels: [...now.labels, 'feedback/dangerous'] });
    expect(set).toMatchObject({ removeLabels: ['feedback/wrong'], assign: 'ada', record: { set: 'dangerous' } });
  });

  test('that is not the app’s is left alone', () => {
    expect(isEmptyPlan(plan({ ...now, labels: [...now.labels, 'bug'] }))).toBe(true);
  });
});

test('an issue that is reopened is answered from that day on', () => {
  const again = plan(settled(opened(GROW), { openedOn: '2026-12-10' }));
  expect(again.record.askedOn).toBe('2026-12-10');
  expect(body(again)).toContain('An answer is due by 2026-12-15.');
});

test('no text carries a marker of its own: whoever writes it adds that', () => {
  const first = plan(opened(GROW));
  const moved = plan(settled(opened(GROW), about(BLOCK)));
  for (const text of [body(first), body(moved), moved.comment ?? '']) expect(readMarker(text)).toBeNull();
});
