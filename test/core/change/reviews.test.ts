// Which of the reviews of a person decides, who wrote the commits, what changed since, and whom to ask.
import { describe, expect, test } from '@jest/globals';
import { authorsOf, type Commit } from '../../../src/core/change/commit-authors.ts';
import { countReviews, type Review, type ReviewTerms } from '../../../src/core/change/counting-reviews.ts';
import { evaluate } from '../../../src/core/change/evaluate.ts';
import { materialSince } from '../../../src/core/change/material-since.ts';
import { lookupIn } from '../../../src/core/change/people.ts';
import { approvals, approverOf, type Requirement } from '../../../src/core/change/requirement.ts';
import { type ReviewersAsked, reviewersToRequest } from '../../../src/core/change/reviewers.ts';
import { snapshotOf } from '../policy/snapshot-of.ts';
import {
  A,
  B,
  CODEOWNERS,
  CONFIG,
  caseOf,
  HEAD,
  OLDER,
  OWNED,
  PEOPLE,
  page,
  peopleOf,
  pull,
  RULES,
  review,
  TODAY,
  type World,
} from './world.ts';

describe('of several reviews', () => {
  const lookup = lookupIn(peopleOf({}, { ann: 'write', bob: 'write', 'x[bot]': 'write', low: 'read' }));
  const terms: ReviewTerms = {
    headSha: HEAD,
    author: 'author',
    coAuthors: [],
    isMaterialSince: { [OLDER]: true },
    botsAllowed: [],
  };
  const counted = (reviews: readonly Review[], more: Partial<ReviewTerms> = {}) => {
    const { approving, uncounted } = countReviews(reviews, { ...terms, ...more }, lookup);
    return [[...approving.values()], uncounted.map(({ login, why }) => `${login} ${why}`)];
  };
  const [first, last] = ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z'];
  const STALE = 'approved an earlier state, and something material changed since';

  test('the latest decides, in whatever order they come', () => {
    const no = review('ann', { state: 'CHANGES_REQUESTED', submittedAt: last });
    expect(counted([no, review('ann', { submittedAt: first })])).toEqual([[], ['ann asks for changes']]);
    expect(counted([review('ann', { submittedAt: last }), { ...no, submittedAt: first }])).toEqual([['ann'], []]);
  });
  test('of the same second the later in the list decides', () => {
    const no = review('ann', { state: 'CHANGES_REQUESTED', submittedAt: first });
    expect(counted([no, review('ann', { submittedAt: first })])).toEqual([['ann'], []]);
    expect(counted([review('ann', { submittedAt: first }), no])).toEqual([[], ['ann asks for changes']]);
  });
  test('a person is one, however the login is written', () => {
    expect(counted([review('Ann'), review('ann', { state: 'CHANGES_REQUESTED' })])[0]).toEqual([]);
  });
  test('what is not submitted says nothing', () => {
    expect(counted([review('ann'), review('ann', { state: 'PENDING' })])).toEqual([['ann'], []]);
    expect(counted([review('ann', { submittedAt: null })])).toEqual([[], []]);
    expect(
      counted([
        review('ann', { submittedAt: first }),
        review('ann', { state: 'CHANGES_REQUESTED', submittedAt: null }),
      ])[0],
    ).toEqual(['ann']);
  });
  test('a dismissed one takes the earlier approval with it', () => {
    expect(counted([review('ann'), review('ann', { state: 'DISMISSED' })])).toEqual([
      [],
      ['ann had the review dismissed'],
    ]);
  });
  test('a newer approval of an older commit decides', () => {
    expect(counted([review('ann'), review('ann', { commit: OLDER })])).toEqual([[], [`ann ${STALE}`]]);
  });
  test('a commit that nobody knows, or that is gone, is an earlier state', () => {
    for (const commit of ['c'.repeat(40), null, '__proto__', 'constructor']) {
      expect(counted([review('ann', { commit })])).toEqual([[], [`ann ${STALE}`]]);
    }
  });
  test('an earlier commit without a material change since is the head', () => {
    expect(counted([review('ann', { commit: OLDER })], { isMaterialSince: { [OLDER]: false } })).toEqual([['ann'], []]);
  });
  test('those that do not count say why', () => {
    const reviews = [
      review('author'),
      review('bob'),
      review('low'),
      review('x[bot]'),
      review('ann', { isBot: true }),
      review('stranger'),
      review(null),
    ];
    expect(counted(reviews, { coAuthors: ['BOB'] })).toEqual([
      [],
      [
        'author is the author',
        'bob wrote a commit of this pull request',
        'low has no write access',
        'x[bot] is a bot that is not allowed to approve',
        'ann is a bot that is not allowed to approve',
        'stranger has no write access',
      ],
    ]);
  });
  test('a bot that is allowed counts, if it may write', () => {
    const botsAllowed = ['X[bot]', 'low'];
    expect(counted([review('x[bot]', { isBot: true }), review('low', { isBot: true })], { botsAllowed })).toEqual([
      ['x[bot]'],
      ['low has no write access'],
    ]);
  });
  test.each(['admin', 'maintain', 'write'] as const)('%s may write', (permission) => {
    expect(lookupIn(peopleOf({}, { zoe: permission })).canWrite('Zoe')).toBe(true);
  });
  test.each(['triage', 'read', 'none'] as const)('%s may not', (permission) => {
    expect(lookupIn(peopleOf({}, { zoe: permission })).canWrite('zoe')).toBe(false);
  });
});

describe('the authors of commits', () => {
  const commit = (more: Partial<Commit>): Commit => ({ isMerge: false, authors: [], message: 'Do it', ...more });
  test.each<readonly [string, Commit, readonly string[], readonly string[]]>([
    ['by account', commit({ authors: [{ login: 'ann', email: 'a@x.org' }] }), ['ann'], []],
    [
      'by account and co-authors',
      commit({
        authors: [
          { login: 'bob', email: null },
          { login: 'ann', email: null },
        ],
      }),
      ['ann', 'bob'],
      [],
    ],
    [
      'of merges are none',
      commit({
        isMerge: true,
        authors: [{ login: 'ann', email: null }],
        message: 'Co-authored-by: B <bob@users.noreply.github.com>',
      }),
      [],
      [],
    ],
    [
      'by a hidden address',
      commit({ authors: [{ login: null, email: '12+ann@users.noreply.github.com' }] }),
      ['ann'],
      [],
    ],
    [
      'by a hidden address of old',
      commit({ authors: [{ login: null, email: 'Ann@users.noreply.github.com' }] }),
      ['Ann'],
      [],
    ],
    [
      'by a hidden address elsewhere',
      commit({ authors: [{ login: null, email: 'ann@users.noreply.git.acme.org' }] }),
      ['ann'],
      [],
    ],
    [
      'of a bot',
      commit({ authors: [{ login: null, email: '49+dependabot[bot]@users.noreply.github.com' }] }),
      ['dependabot[bot]'],
      [],
    ],
    ['by an unknown address', commit({ authors: [{ login: null, email: 'Ann@x.org' }] }), [], ['ann@x.org']],
    ['in a trailer', commit({ message: 'Do it\n\nCo-authored-by: Ann <ann@users.noreply.github.com>\n' }), ['ann'], []],
    [
      'in two trailers, anywhere, in any case',
      commit({ message: ' CO-AUTHORED-BY: A B <1+ann@users.noreply.github.com>\r\ntext\nco-authored-by:<x@y.org>' }),
      ['ann'],
      ['x@y.org'],
    ],
    [
      'in a trailer whose address is known',
      commit({ authors: [{ login: 'ann', email: 'A@x.org' }], message: 'x\n\nCo-authored-by: A <a@X.org>' }),
      ['ann'],
      [],
    ],
    ['in no trailer', commit({ message: 'Thanks to <ann@x.org>, co-authored-by: nobody' }), [], []],
  ])('%s', (_, one, logins, unknown) => {
    expect(authorsOf([one])).toEqual({ logins, unknown });
  });
  test('of several commits, each once', () => {
    const commits = ['ann', 'Ann', 'bob'].map((login) => commit({ authors: [{ login, email: null }] }));
    expect(authorsOf(commits).logins).toEqual(['Ann', 'bob']);
  });
});

describe('since a review', () => {
  const base = { [A]: OWNED, [CODEOWNERS]: '* @acme/leads\n' };
  const EDITED = page('owner: "@acme/db"\nrisk: low', '# A\n\nDo that.\n');
  type Change = World['change'];
  const since = (
    then: Change,
    now: Change,
    more: Partial<World> = {},
    policyFiles: readonly string[] = [],
    before: Partial<World> = more,
  ) => {
    const [old, head] = [
      snapshotOf(caseOf({ base, change: then, ...before })),
      snapshotOf(caseOf({ base, change: now, ...more })),
    ];
    return materialSince(old, head, { today: TODAY, policyFiles });
  };
  const LINK = { unreadable: 'symlink' } as const;

  test.each<readonly [string, Change, Change, readonly string[]]>([
    ['nothing', { [A]: EDITED }, { [A]: EDITED }, []],
    ['blanks', { [A]: EDITED }, { [A]: `${EDITED}\n\n` }, []],
    ['the review keys', { [A]: EDITED }, { [A]: EDITED.replace('risk', 'last_reviewed_on: 2026-11-20\nrisk') }, []],
    ['a file that is no procedure', { [A]: EDITED }, { [A]: EDITED, 'x.ts': 'x' }, []],
    ['a letter', { [A]: EDITED }, { [A]: EDITED.replace('that', 'thaT') }, [A]],
    ['a letter taken back', { [A]: EDITED }, { [A]: OWNED }, [A]],
    ['another procedure', { [A]: EDITED }, { [A]: EDITED, [B]: OWNED }, [B]],
    ['one procedure less', { [A]: EDITED, [B]: OWNED }, { [A]: EDITED }, [B]],
    ['a deletion instead', { [A]: EDITED }, { [A]: null }, [A]],
    ['a deletion stays one', { [A]: null }, { [A]: null }, []],
    ['a procedure instead of its deletion', { [A]: null }, { [A]: EDITED }, [A]],
    ['a link', { [A]: EDITED }, { [A]: LINK }, [A]],
    ['a link that may lead elsewhere', { [A]: LINK }, { [A]: LINK }, [A]],
    [
      'the owner by a folder',
      { [A]: EDITED, [B]: page('risk: low') },
      { [A]: EDITED, [B]: page('risk: low'), 'runbooks/_procedures.yml': 'owner: "@acme/net"\n' },
      ['runbooks/_procedures.yml', B],
    ],
    ['CODEOWNERS', { [A]: EDITED }, { [A]: EDITED, [CODEOWNERS]: '* @acme/net\n' }, [CODEOWNERS]],
    ['CODEOWNERS, changed before', { [CODEOWNERS]: '* @acme/net\n' }, { [CODEOWNERS]: '* @acme/net\n' }, []],
    ['CODEOWNERS, by a blank', { [CODEOWNERS]: '* @acme/net\n' }, { [CODEOWNERS]: '* @acme/net \n' }, [CODEOWNERS]],
    ['CODEOWNERS, taken back', { [CODEOWNERS]: '* @acme/net\n' }, {}, [CODEOWNERS]],
    ['CODEOWNERS, taken away', { [CODEOWNERS]: '* @acme/net\n' }, { [CODEOWNERS]: null }, [CODEOWNERS]],
    ['CODEOWNERS, away in both', { [CODEOWNERS]: null }, { [CODEOWNERS]: null }, []],
    ['CODEOWNERS, a link that may lead elsewhere', { [CODEOWNERS]: LINK }, { [CODEOWNERS]: LINK }, [CODEOWNERS]],
    ['the configuration', { [A]: EDITED }, { [A]: EDITED, [CONFIG]: `${RULES}# x\n` }, [CONFIG]],
  ])('%s', (_, then, now, paths) => {
    expect(since(then, now)).toEqual(paths);
  });

  test('the owner by CODEOWNERS', () => {
    const world = { base: { [A]: page('risk: low'), [CODEOWNERS]: '/runbooks/ @acme/db\n' } };
    const given = { [A]: page('risk: low', '# B\n') };
    expect(since(given, { ...given, [CODEOWNERS]: '/runbooks/ @acme/net\n' }, world)).toEqual([CODEOWNERS, A]);
  });
  test('another procedure deleted by a rename to what was approved as new', () => {
    const world = { base: { [A]: OWNED } };
    expect(since({ [B]: OWNED }, { [A]: null, [B]: OWNED }, { ...world, renamed: { [B]: A } }, [], world)).toEqual([B]);
  });
  test('the policy of the organisation, where it is kept', () => {
    const POLICY = 'runbook-steward.yml';
    expect(since({ [A]: EDITED }, { [A]: EDITED, [POLICY]: 'x' })).toEqual([]);
    expect(since({ [A]: EDITED }, { [A]: EDITED, [POLICY]: 'x' }, {}, [POLICY])).toEqual([POLICY]);
  });
  test('the configuration moved away', () => {
    const moved = { renamed: { 'x.yml': CONFIG } };
    expect(since({}, { [CONFIG]: null, 'x.yml': RULES }, moved, [], {})).toEqual([CONFIG]);
  });
});

describe('the reviewers to request', () => {
  const one = (...handles: readonly string[]) => approvals('x', handles.map(approverOf));
  const all = (...of: readonly Requirement[]): Requirement => ({ kind: 'all', why: 'all', of });
  const asked = (tree: Requirement | null, logins: readonly string[], more: Partial<ReviewersAsked> = {}) => {
    const evaluation = evaluate(
      { tree, overrideBy: [approverOf('@boss')], botsAllowed: [], board: null },
      pull({ reviews: logins.map((login) => review(login)) }),
    );
    const { users, teams } = reviewersToRequest(evaluation, { limit: 1, pending: [], everAsked: [], ...more });
    return [...users.map((login) => `user ${login}`), ...teams.map((slug) => `team ${slug}`)];
  };
  const both = all(one('@acme/db'), one('@acme/cab'));

  test.each<readonly [string, Requirement | null, readonly string[], Partial<ReviewersAsked>, readonly string[]]>([
    ['are the first who are missing', both, [], {}, ['team db']],
    ['are the next once the first approved', both, ['dan'], {}, ['team cab']],
    ['are none once all approved', both, ['dan', 'cat'], {}, []],
    ['are as many as allowed', both, [], { limit: 2 }, ['team db', 'team cab']],
    ['are none where none are allowed', both, [], { limit: 0 }, []],
    ['are none while as many are asked', both, [], { pending: ['@zoe'] }, []],
    ['are one more where there is room', both, [], { pending: ['@zoe'], limit: 2 }, ['team db']],
    ['are not asked twice', both, [], { everAsked: ['@ACME/db'], limit: 2 }, ['team cab']],
    ['are not asked twice while pending', both, [], { pending: ['@acme/db'], limit: 3 }, ['team cab']],
    ['are not another where one of them was asked', one('@acme/db', '@acme/net'), [], { everAsked: ['@acme/net'] }, []],
    [
      'are asked once for two requirements',
      all(one('@acme/db'), approvals('y', [approverOf('@acme/db')], { count: 2 })),
      [],
      { limit: 3 },
      ['team db'],
    ],
    ['are people who are named', one('@dan'), [], {}, ['user dan']],
    ['are only who can act', one('@zed', '@Dan'), [], {}, ['user Dan']],
    ['are an administrator', approvals('x', [{ kind: 'admins' }]), [], {}, ['user boss']],
    ['are none where nobody can', one('@acme/none'), [], {}, []],
    ['are none where something else is in vain', all(one('@acme/db'), one('@acme/none')), [], {}, []],
    [
      'are none where a pre-approval cannot hold',
      all(one('@acme/db'), { kind: 'fact', why: 'x', holds: false, isVoid: true }),
      [],
      {},
      [],
    ],
    [
      'are the board where a pre-approval is void',
      approvals('x', [approverOf('@acme/cab')], { isBoard: true, isVoid: true }),
      [],
      {},
      ['team cab'],
    ],
    ['are none where nothing is required', null, [], {}, []],
  ])('%s', (_, tree, logins, more, names) => {
    expect(asked(tree, logins, more)).toEqual(names);
  });

  test('are none after an override', () => {
    const override = { login: 'boss', isBot: false, headSha: HEAD, because: 'x' };
    const evaluation = evaluate(
      { tree: both, overrideBy: [approverOf('@boss')], botsAllowed: [], board: null },
      pull({ overrides: [override] }),
    );
    expect(evaluation.outcome).toBe('overridden');
    expect(reviewersToRequest(evaluation, { limit: 3, pending: [], everAsked: [] })).toEqual({ users: [], teams: [] });
  });

  test('are people of whom one can act', () => {
    expect(Object.keys(PEOPLE.members)).toContain('@acme/db');
    const wrote = pull({ author: 'dan', coAuthors: ['dora'] });
    const evaluation = evaluate(
      { tree: one('@acme/db', '@acme/net'), overrideBy: [], botsAllowed: [], board: null },
      wrote,
    );
    expect(reviewersToRequest(evaluation, { limit: 1, pending: [], everAsked: [] }).teams).toEqual(['net']);
  });
});
