// Trees of requirements and who approved: what is met stands here as a formula beside each tree.
import { describe, expect, test } from '@jest/globals';
import type { Override } from '../../../src/core/change/evaluate.ts';
import { evaluate } from '../../../src/core/change/evaluate.ts';
import {
  type Approver,
  approvals,
  approverOf,
  type Requirement,
  withoutImplied,
} from '../../../src/core/change/requirement.ts';
import { HEAD, judgedIn, peopleOf, pull, review } from './world.ts';

const from = (...handles: readonly string[]): readonly Approver[] => handles.map(approverOf);
const one = (...handles: readonly string[]): Requirement => approvals('x', from(...handles));
const two = (...handles: readonly string[]): Requirement => approvals('x', from(...handles), { count: 2 });
const all = (...of: readonly Requirement[]): Requirement => ({ kind: 'all', why: 'all', of });
const any = (...of: readonly Requirement[]): Requirement => ({ kind: 'any', why: 'any', of });
const fact = (holds: boolean): Requirement => ({ kind: 'fact', why: 'x', holds, isVoid: false });
const attested = (by: string): Requirement => ({ kind: 'attested', why: 'x', by, from: from('@t/a') });
const ADMINS: Approver = { kind: 'admins' };

const members = { '@t/a': ['ann', 'bob'], '@t/b': ['bob', 'cid'], '@t/ghosts': ['gus'], '@t/empty': [] };
const people = peopleOf(members, { ann: 'maintain', gus: 'triage', eve: 'write' });
const asked = (tree: Requirement | null) => ({ tree, overrideBy: from('@t/b'), botsAllowed: [], board: '@t/b' });
const standing = (tree: Requirement | null, logins: readonly string[], overrides: readonly Override[] = []) =>
  evaluate(asked(tree), pull({ people, reviews: logins.map((login) => review(login)), overrides }));

type Who = Readonly<Record<'a' | 'b' | 'c' | 'e', boolean>>;
type Tree = readonly [what: string, tree: Requirement, isMet: (who: Who) => boolean, canBe: boolean];

const TREES: readonly Tree[] = [
  ['one of a team', one('@t/a'), ({ a, b }) => a || b, true],
  ['one of two teams', one('@t/a', '@t/b'), ({ a, b, c }) => a || b || c, true],
  ['two of a team', two('@t/a'), ({ a, b }) => a && b, true],
  ['two of two teams', two('@t/a', '@t/b'), ({ a, b, c }) => [a, b, c].filter(Boolean).length >= 2, true],
  ['three of two teams', approvals('x', from('@t/a', '@t/b'), { count: 3 }), ({ a, b, c }) => a && b && c, true],
  ['four of three people', approvals('x', from('@t/a', '@t/b'), { count: 4 }), () => false, false],
  ['a person', one('@eve'), ({ e }) => e, true],
  ['a person named in other case', one('@EVE'), ({ e }) => e, true],
  ['a team named in other case', one('@T/A'), ({ a, b }) => a || b, true],
  ['two of a team and one of its members', two('@t/a', '@ann'), ({ a, b }) => a && b, true],
  ['both teams', all(one('@t/a'), one('@t/b')), ({ a, b, c }) => (a || b) && (b || c), true],
  ['either team', any(one('@t/a'), one('@t/b')), ({ a, b, c }) => a || b || c, true],
  [
    'a person and either team',
    all(one('@eve'), any(one('@t/a'), two('@t/b'))),
    ({ a, b, c, e }) => e && (a || b || (b && c)),
    true,
  ],
  ['two of one team or a person', any(two('@t/b'), one('@eve')), ({ b, c, e }) => (b && c) || e, true],
  ['a team of people who may not write', one('@t/ghosts'), () => false, false],
  ['a team without people', one('@t/empty'), () => false, false],
  ['a team that does not exist', one('@t/none'), () => false, false],
  ['a team that does not exist or another', one('@t/none', '@t/a'), ({ a, b }) => a || b, true],
  ['one that nobody can give and another', all(one('@t/none'), one('@t/a')), () => false, false],
  ['one that nobody can give or another', any(one('@t/none'), one('@t/a')), ({ a, b }) => a || b, true],
  ['nothing to choose from', any(), () => false, false],
  ['an empty list', all(), () => true, true],
  ['a fact that holds and a team', all(fact(true), one('@t/a')), ({ a, b }) => a || b, true],
  ['a fact that does not hold and a team', all(fact(false), one('@t/a')), () => false, false],
  ['what a member attested', all(attested('@ann')), () => true, true],
  ['what a member attested, in other case', attested('@ANN'), () => true, true],
  ['what somebody else attested', attested('@eve'), () => false, false],
  ['what somebody else attested, or a team', any(attested('@eve'), one('@t/b')), ({ b, c }) => b || c, true],
  [
    'what somebody without access attested',
    { ...attested('@gus'), from: from('@t/ghosts') } as Requirement,
    () => false,
    false,
  ],
  ['an administrator', approvals('x', [ADMINS]), () => false, true],
];
const GROUPS = ['a', 'b', 'c', 'e'] as const;
const LOGINS = { a: 'ann', b: 'bob', c: 'cid', e: 'eve' } as const;
const SETS: readonly Who[] = Array.from({ length: 16 }, (_, bits) => ({
  a: (bits & 1) > 0,
  b: (bits & 2) > 0,
  c: (bits & 4) > 0,
  e: (bits & 8) > 0,
}));
const named = (who: Who) => GROUPS.filter((group) => who[group]).map((group) => LOGINS[group]);

describe.each(TREES)('%s', (_, tree, isMet, canBe) => {
  test.each(SETS.map((who): [string, Who] => [named(who).join(' and ') || 'nobody', who]))(
    'approved by %s',
    (_approved, who) => {
      const { outcome } = standing(tree, named(who));
      expect(outcome).toBe(isMet(who) ? 'met' : canBe ? 'waiting' : 'impossible');
    },
  );
});

test('there are at least 200 of these cases', () => {
  expect(TREES.length * SETS.length).toBeGreaterThanOrEqual(200);
});

describe('a judged tree says', () => {
  test('who has, who can and what is missing', () => {
    const { tree } = standing(all(two('@t/a'), one('@t/b')), ['ann']);
    expect(judgedIn({ tree } as never)).toEqual([
      'missing: All, all of this:',
      '  missing: 2 of @t/a: x. 1 of 2 (@ann); @bob can.',
      '  missing: 1 of @t/b: x. 0 of 1; @bob, @cid can.',
    ]);
    expect(tree?.of.map(({ missing, has, can }) => [missing, has, can])).toEqual([
      [1, ['ann'], ['bob']],
      [1, [], ['bob', 'cid']],
    ]);
  });

  test('who approved, once and in order', () => {
    expect(judgedIn(standing(one('@t/b', '@t/a', '@ann'), ['cid', 'ann']))).toEqual([
      'met: 1 of @t/b, @t/a, @ann: x. Approved by @ann, @cid.',
    ]);
  });

  test.each<
    readonly [string, Requirement, string, { readonly author?: string; readonly coAuthors?: readonly string[] }]
  >([
    [
      'that a team does not exist',
      one('@t/none'),
      '@t/none does not exist or cannot be seen here: correct the name, or make the team visible',
      {},
    ],
    ['that a team is empty', one('@t/empty'), '@t/empty has no members: add some, or name another', {}],
    [
      'that one is empty and one is not there',
      one('@t/empty', '@t/none'),
      '@t/empty, @t/none has no members: add some, or name another',
      {},
    ],
    [
      'that nobody may write',
      one('@t/ghosts'),
      'nobody of @t/ghosts has write access: give it to them, or name another',
      {},
    ],
    [
      'that a person may not write',
      one('@zed'),
      'nobody of @zed has write access: give it to them, or name another',
      {},
    ],
    [
      'that the author is the only one',
      one('@eve'),
      'all of @eve wrote this change: add somebody to the team, or let an override be given',
      { author: 'Eve' },
    ],
    [
      'that all of a team wrote it',
      one('@t/a'),
      'all of @t/a wrote this change: add somebody to the team, or let an override be given',
      { author: 'ann', coAuthors: ['BOB'] },
    ],
    [
      'that there are too few',
      two('@t/a'),
      '@t/a has too few people who may approve: add some, or lower the count',
      { author: 'ann' },
    ],
  ])('%s, and what to do', (_, tree, obstacle, more) => {
    const evaluation = evaluate(asked(tree), pull({ people, ...more }));
    expect(evaluation).toMatchObject({ outcome: 'impossible', tree: { isPossible: false, obstacle } });
    expect(judgedIn(evaluation)[0]).toMatch(/^impossible: /);
    expect(judgedIn(evaluation)[0]).toContain(`; ${obstacle}.`);
  });

  test('that an attestation does not count', () => {
    expect(judgedIn(standing(attested('@eve'), []))).toEqual(['impossible: X; @eve may not attest it.']);
    expect(judgedIn(standing(attested('@ann'), []))).toEqual(['met: X.']);
    expect(judgedIn(standing(fact(false), []))).toEqual(['impossible: X.']);
  });

  test('that an administrator can', () => {
    const tree = approvals('x', [ADMINS]);
    expect(standing(tree, ['boss'])).toMatchObject({ outcome: 'met', tree: { has: ['boss'] } });
    expect(judgedIn(standing(tree, ['ann']))).toEqual([
      'missing: 1 of an administrator of the repository: x. 0 of 1; @boss can.',
    ]);
  });

  test('that nobody who wrote the change can', () => {
    const evaluation = evaluate(asked(one('@t/a')), pull({ people, author: null, coAuthors: ['ANN'] }));
    expect(evaluation.tree?.can).toEqual(['bob']);
  });

  test('nothing where there is nothing', () => {
    expect(standing(null, ['ann'])).toMatchObject({
      outcome: 'nothing',
      tree: null,
      override: null,
      isBoardApproved: false,
    });
  });
});

describe('a pre-approval', () => {
  const board = (isVoid: boolean) => approvals('x', from('@t/b'), { isBoard: true, isVoid });
  const voidFact: Requirement = { kind: 'fact', why: 'It expired', holds: false, isVoid: true };

  test.each<readonly [string, Requirement, readonly string[], string, boolean]>([
    ['that is edited is void', all(one('@eve'), board(true)), ['eve'], 'void', false],
    ['that is edited is void while others are missing', all(one('@eve'), board(true)), [], 'void', false],
    ['that the board approves holds', all(one('@eve'), board(true)), ['eve', 'cid'], 'met', true],
    ['that the board approves waits for others', all(one('@eve'), board(true)), ['cid'], 'waiting', true],
    ['that is written waits for the board', board(false), ['eve'], 'waiting', false],
    ['that is written is approved by the board', board(false), ['cid'], 'met', true],
    ['that expired is void whoever approves', all(one('@eve'), voidFact, board(false)), ['eve', 'cid'], 'void', true],
    [
      'of one of two procedures is not enough',
      all(board(true), approvals('y', from('@eve'), { isBoard: true, isVoid: true })),
      ['cid'],
      'void',
      false,
    ],
    ['that holds is void to nobody', all(one('@eve'), { ...voidFact, holds: true }), ['eve'], 'met', false],
  ])('%s', (_, tree, logins, outcome, isBoardApproved) => {
    expect(standing(tree, logins)).toMatchObject({ outcome, isBoardApproved });
  });

  test('is lifted by nobody where there is no board', () => {
    const evaluation = evaluate({ ...asked(board(true)), board: null }, pull({ people, reviews: [review('cid')] }));
    expect(evaluation.isBoardApproved).toBe(false);
  });
});

describe('an override', () => {
  const override = (more: Partial<Override> = {}): Override => ({
    login: 'cid',
    isBot: false,
    headSha: HEAD,
    because: 'fire',
    ...more,
  });

  test.each<readonly [string, Override, boolean]>([
    ['of one who may', override(), true],
    ['of one who may, in other case', override({ login: 'CID' }), true],
    ['of one who may not', override({ login: 'ann' }), false],
    ['of another head', override({ headSha: 'c'.repeat(40) }), false],
    ['of a bot', override({ isBot: true }), false],
  ])('%s', (_, given, counts) => {
    const evaluation = standing(one('@t/none'), [], [override({ login: 'ann' }), given]);
    expect(evaluation).toMatchObject({
      outcome: counts ? 'overridden' : 'impossible',
      override: counts ? given : null,
    });
  });

  test('of a bot that is allowed counts', () => {
    const evaluation = evaluate(
      { ...asked(one('@eve')), botsAllowed: ['CID'] },
      pull({ people, overrides: [override({ isBot: true })] }),
    );
    expect(evaluation.outcome).toBe('overridden');
  });

  test('that is not needed is not used', () => {
    expect(standing(one('@eve'), ['eve'], [override()])).toMatchObject({ outcome: 'met', override: null });
  });

  test('of an administrator counts where nobody is named', () => {
    const admins = { ...asked(one('@eve')), overrideBy: [ADMINS] };
    const by = (login: string) => evaluate(admins, pull({ people, overrides: [override({ login })] })).outcome;
    expect([by('boss'), by('cid')]).toEqual(['overridden', 'waiting']);
  });
});

describe('of two requirements', () => {
  const board = approvals('board', from('@t/b'), { isBoard: true });
  test.each<readonly [string, readonly Requirement[], readonly number[]]>([
    ['the same stays once', [one('@t/a'), one('@t/a')], [0]],
    ['the narrower stays', [one('@t/a', '@t/b'), one('@t/a')], [1]],
    ['the greater count stays', [one('@t/a'), two('@t/a')], [1]],
    ['a greater count of more people implies nothing', [one('@t/a'), two('@t/a', '@t/b')], [0, 1]],
    ['others stay', [one('@t/a'), one('@t/b')], [0, 1]],
    ['the board’s stays', [one('@t/b'), board], [1]],
    ['the board’s stays, also where it is first', [board, one('@t/b')], [0]],
    ['both of the board stay', [board, board], [0, 1]],
    [
      'the board’s stays beside a narrower',
      [one('@t/b'), approvals('board', from('@t/b', '@t/a'), { isBoard: true })],
      [0, 1],
    ],
    ['what is no approval stays', [fact(true), fact(true), one('@t/a')], [0, 1, 2]],
  ])('%s', (_, given, kept) => {
    expect(withoutImplied(given)).toEqual(kept.map((index) => given[index]));
  });
});
