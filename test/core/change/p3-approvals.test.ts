// RELIABILITY.md P3: 12 kinds of reviewers, 6 histories of reviews, 4 timings of a push; what counts stands here in three columns.
import { describe, expect, test } from '@jest/globals';
import { authorsOf, type Commit } from '../../../src/core/change/commit-authors.ts';
import type { Review } from '../../../src/core/change/counting-reviews.ts';
import { evaluate } from '../../../src/core/change/evaluate.ts';
import { materialSince } from '../../../src/core/change/material-since.ts';
import { type Files, snapshotOf } from '../policy/snapshot-of.ts';
import { A, caseOf, HEAD, OLDER, OWNED, page, peopleOf, requirementsIn, review, TODAY } from './world.ts';

type Kind = { readonly kind: string; readonly login: string | null; readonly isBot?: true; readonly counts: boolean };

/** Members are listed with those of nested teams, as GitHub lists them. */
const KINDS: readonly Kind[] = [
  { kind: 'a member of the owning team', login: 'dan', counts: true },
  { kind: 'a member of a team nested in it, in other case', login: 'NESTED', counts: true },
  { kind: 'a member who only committed for others', login: 'committer', counts: true },
  { kind: 'a bot that is allowed', login: 'good[bot]', isBot: true, counts: true },
  { kind: 'the author', login: 'author', counts: false },
  { kind: 'a co-author of a commit', login: 'coauthor', counts: false },
  { kind: 'the author of a commit of another’s pull request', login: 'helper', counts: false },
  { kind: 'a bot that is not allowed', login: 'bad[bot]', isBot: true, counts: false },
  { kind: 'a member without write access', login: 'reader', counts: false },
  { kind: 'a collaborator who belongs to another team', login: 'nat', counts: false },
  { kind: 'a member who was removed from team and repository', login: 'gone', counts: false },
  { kind: 'an account that no longer exists', login: null, counts: false },
];

type History = { readonly history: string; readonly states: readonly Review['state'][]; readonly counts: boolean };

const HISTORIES: readonly History[] = [
  { history: 'approved', states: ['APPROVED'], counts: true },
  { history: 'approved, then commented', states: ['APPROVED', 'COMMENTED'], counts: true },
  { history: 'asked for changes, then approved', states: ['CHANGES_REQUESTED', 'APPROVED'], counts: true },
  { history: 'approved, then asked for changes', states: ['APPROVED', 'CHANGES_REQUESTED'], counts: false },
  { history: 'approved, then dismissed', states: ['DISMISSED'], counts: false },
  { history: 'commented', states: ['COMMENTED'], counts: false },
];

const EDITED = page('owner: "@acme/db"\nrisk: low', '# A\n\nDo that.\n');

type Push = { readonly push: string; readonly reviewed: Files | 'head' | 'unknown'; readonly counts: boolean };

const PUSHES: readonly Push[] = [
  { push: 'no push after it', reviewed: 'head', counts: true },
  { push: 'a merge of the base and blanks pushed after it', reviewed: { [A]: `${EDITED}\n \n` }, counts: true },
  { push: 'another letter pushed after it', reviewed: { [A]: EDITED.replace('that', 'THAT') }, counts: false },
  { push: 'its commit pushed away by force', reviewed: 'unknown', counts: false },
];

const PEOPLE = peopleOf(
  {
    '@acme/db': ['dan', 'nested', 'committer', 'good[bot]', 'bad[bot]', 'author', 'coauthor', 'helper', 'reader'],
    '@acme/net': ['nat'],
  },
  { reader: 'read' },
);
const commit = (login: string, message = ''): Commit => ({
  isMerge: false,
  authors: [{ login, email: null }],
  message,
});
const COMMITS: readonly Commit[] = [
  commit('author', 'Do that\n\nCo-authored-by: Co <7+CoAuthor@users.noreply.github.com>'),
  commit('helper'),
  { ...commit('dan'), isMerge: true },
];

const base = { [A]: OWNED };
const asked = requirementsIn({ base, change: { [A]: EDITED }, rules: 'approval: {}\nbots: {allow: ["good[bot]"]}\n' });
const head = snapshotOf(caseOf({ base, change: { [A]: EDITED } }));

function isMaterialSince({ reviewed }: Push): Readonly<Record<string, boolean>> {
  if (typeof reviewed === 'string') return {};
  const then = snapshotOf(caseOf({ base, change: reviewed }));
  return { [OLDER]: materialSince(then, head, { today: TODAY }).length > 0 };
}

const CASES = KINDS.flatMap((kind) =>
  HISTORIES.flatMap((history) => PUSHES.map((push) => ({ ...kind, ...history, ...push, of: { kind, history, push } }))),
);

test('there are 288 cases, and every column decides', () => {
  expect(new Set(CASES.map(({ kind, history, push }) => [kind, history, push].join())).size).toBe(288);
});

describe.each(PUSHES)('with $push', (push) => {
  test.each(CASES.filter((one) => one.of.push === push))(
    '$kind, who $history',
    ({ of, states, login, isBot = false }) => {
      const sha = push.reviewed === 'head' ? HEAD : OLDER;
      const evaluation = evaluate(asked, {
        headSha: HEAD,
        author: 'author',
        coAuthors: authorsOf(COMMITS).logins,
        isMaterialSince: isMaterialSince(push),
        reviews: states.map((state) => review(login, { state, isBot, commit: sha })),
        people: PEOPLE,
        overrides: [],
      });
      const isApproved = of.kind.counts && of.history.counts && of.push.counts;
      expect(evaluation.outcome).toBe(isApproved ? 'met' : 'waiting');
      expect(evaluation.tree?.of[0]?.of[0]?.has).toEqual(isApproved ? [login] : []);
    },
  );
});
