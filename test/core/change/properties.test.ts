// What holds for every change and everybody: an approval never takes away, and no content gives.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate, type Judged } from '../../../src/core/change/evaluate.ts';
import { approvals, approverOf, type Requirement } from '../../../src/core/change/requirement.ts';
import { reviewersToRequest } from '../../../src/core/change/reviewers.ts';
import type { Files } from '../policy/snapshot-of.ts';
import { A, B, CODEOWNERS, CONFIG, judged, page, peopleOf, pull, review, type World } from './world.ts';

const TEAMS = ['@acme/db', '@acme/net', '@acme/cab', '@acme/leads', '@acme/evil'] as const;
const LOGINS = ['dan', 'dora', 'nat', 'cat', 'lea', 'eve', 'author', 'reader', 'out'] as const;
const people = peopleOf(
  {
    '@acme/db': ['dan', 'dora', 'reader'],
    '@acme/net': ['nat', 'author'],
    '@acme/cab': ['cat'],
    '@acme/leads': ['lea'],
    '@acme/evil': ['eve'],
  },
  { reader: 'read', out: 'write' },
);

const leaf: fc.Arbitrary<Requirement> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...TEAMS, '@dan', '@out'), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.boolean(),
  )
  .map(([from, count, isBoard]) => approvals('x', from.map(approverOf), { count, isBoard, isVoid: isBoard }));
const tree: fc.Arbitrary<Requirement> = fc.letrec<{ tree: Requirement }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(fc.constantFrom('all' as const, 'any' as const), fc.array(tie('tree'), { maxLength: 3 }))
      .map(([kind, of]): Requirement => ({ kind, why: 'x', of })),
  ),
})).tree;
const reviewOf = fc
  .tuple(
    fc.constantFrom(...LOGINS, 'bad[bot]'),
    fc.constantFrom('APPROVED' as const, 'CHANGES_REQUESTED' as const, 'DISMISSED' as const, 'COMMENTED' as const),
  )
  .map(([login, state]) => review(login, { state }));

const asked = (of: Requirement) => ({ tree: of, overrideBy: [], botsAllowed: [], board: '@acme/cab' });
const nodes = (node: Judged): readonly Judged[] => [node, ...node.of.flatMap(nodes)];

describe('in any tree', () => {
  test('an approval more turns nothing that is met into missing', () => {
    fc.assert(
      fc.property(tree, fc.array(reviewOf, { maxLength: 8 }), fc.constantFrom(...LOGINS), (of, reviews, login) => {
        const before = evaluate(asked(of), pull({ people, reviews })).tree;
        const after = evaluate(asked(of), pull({ people, reviews: [...reviews, review(login)] })).tree;
        const met = (judgedTree: Judged | null) => (judgedTree ? nodes(judgedTree) : []).map(({ isMet }) => isMet);
        const now = met(after);
        expect(met(before).filter((isMet, index) => isMet && !now[index])).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('what is possible is met once everybody who can has approved, and what is not is not', () => {
    fc.assert(
      fc.property(tree, (of) => {
        const before = evaluate(asked(of), pull({ people }));
        const after = evaluate(asked(of), pull({ people, reviews: LOGINS.map((login) => review(login)) }));
        expect(after.tree?.isMet).toBe(before.tree?.isPossible);
      }),
      { numRuns: 500 },
    );
  });

  test('an approval by somebody who does not count changes nothing', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom('author', 'reader', 'stranger', 'bad[bot]'), (of, login) => {
        const { tree: before } = evaluate(asked(of), pull({ people }));
        expect(evaluate(asked(of), pull({ people, reviews: [review(login)] })).tree).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  test('reviewers are at most as many as allowed, can act, and are never asked twice', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 3 }), fc.subarray([...TEAMS]), (of, limit, everAsked) => {
        const evaluation = evaluate(asked(of), pull({ people }));
        const { users, teams } = reviewersToRequest(evaluation, { limit, pending: [], everAsked });
        expect(users.length + teams.length).toBeLessThanOrEqual(limit);
        expect(users).not.toContain('author');
        expect(teams.filter((slug) => everAsked.some((handle) => handle === `@acme/${slug}`))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

const metadata = fc.record({
  owner: fc.constantFrom('"@acme/db"', '"@acme/evil"', '"@acme/net"', 'tbd', '@broken', ''),
  risk: fc.constantFrom('low', 'medium', 'high', 'critical', ''),
  approvers: fc.constantFrom('', '["@acme/net"]', '["@acme/evil"]'),
  body: fc.constantFrom('# A\n\nDo this.\n', '# A\n\nDo that.\n', '# A\n\nDo this.\n\n'),
});
const text = metadata.map(({ owner, risk, approvers, body }) =>
  page(
    [owner && `owner: ${owner}`, risk && `risk: ${risk}`, approvers && `approvers: ${approvers}`]
      .filter(Boolean)
      .join('\n') || 'tags: [x]',
    body,
  ),
);
const content: fc.Arbitrary<Files[string] | null> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom({ unreadable: 'symlink' } as const, { unreadable: 'too-large' } as const) },
);
const OTHER_PLACES = [B, 'sop/a.md', 'notes/a.txt', 'runbooks/A.md'] as const;
const MINE =
  'owners: {fallback: "@acme/evil"}\napproval: {rules: []}\noverride: {by: ["@eve"]}\nprocedures: {exclude: ["**"]}\n';
const extras: fc.Arbitrary<World['change']> = fc.record(
  {
    [CONFIG]: fc.constantFrom(MINE, null, 'approval: ['),
    [CODEOWNERS]: fc.constantFrom('* @acme/evil\n', null, '/runbooks/ @acme/evil\n'),
    'runbooks/_procedures.yml': fc.constantFrom('owner: "@acme/evil"\n', 'risk: low\n', null),
    'src/a.ts': fc.constant('x'),
  },
  { requiredKeys: [] },
);

/** The base has an owner, a risk and code owners; whatever the change does to the file, these must have approved. */
const BASES: readonly (readonly [what: string, base: Files, must: readonly (readonly string[])[]])[] = [
  ['of low risk', { [A]: page('owner: "@acme/db"\nrisk: low') }, [['dan', 'dora']]],
  ['of high risk', { [A]: page('owner: "@acme/db"\nrisk: high') }, [['dan', 'dora'], ['cat']]],
  [
    'of high risk by its folder',
    { [A]: page('owner: "@acme/db"'), 'runbooks/_procedures.yml': 'risk: critical\n' },
    [['dan', 'dora'], ['cat']],
  ],
  [
    'with code owners',
    { [A]: page('owner: "@acme/db"\nrisk: low'), [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    [['dan', 'dora'], ['nat']],
  ],
  [
    'with approvers',
    { [A]: page('owner: "@acme/db"\nrisk: low\napprovers: ["@acme/net"]') },
    [['dan', 'dora'], ['nat']],
  ],
  [
    'of an owner by CODEOWNERS',
    { [A]: page('risk: high'), [CODEOWNERS]: '/runbooks/ @acme/net\n' },
    [['nat'], ['cat']],
  ],
  ['of nobody', { [A]: page('risk: low') }, [['lea']]],
];

describe.each(BASES)('a procedure %s', (_, base, must) => {
  test('never changes without those who have to approve, whatever the change says', () => {
    fc.assert(
      fc.property(
        content,
        fc.option(fc.constantFrom(...OTHER_PLACES)),
        extras,
        fc.subarray([...LOGINS]),
        (now, moved, more, logins) => {
          const isMoved = moved !== null && now !== null;
          const change = { ...more, ...(isMoved ? { [A]: null, [moved]: now } : { [A]: now }) };
          fc.pre(isMoved || (now !== base[A] && now !== `${String(base[A])}\n`));
          const world: World = { base, change, ...(isMoved ? { renamed: { [moved]: A } } : {}) };
          const { outcome } = judged(world, logins, { people, coAuthors: [] });
          const isApproved = must.every((some) => some.some((login) => logins.some((one) => one === login)));
          if (outcome === 'met') expect(isApproved).toBe(true);
          expect(outcome).not.toBe('nothing');
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is never easier to change for a change that says more', () => {
    fc.assert(
      fc.property(text, extras, fc.subarray([...LOGINS]), (now, more, logins) => {
        const { [CONFIG]: config = null, [CODEOWNERS]: codeowners = null, 'src/a.ts': source = null } = more;
        const beside = Object.fromEntries(
          Object.entries({ [CONFIG]: config, [CODEOWNERS]: codeowners, 'src/a.ts': source }).filter(
            ([path]) => path in more,
          ),
        );
        const alone = judged({ base, change: { [A]: now } }, logins, { people, coAuthors: [] }).outcome;
        const together = judged({ base, change: { [A]: now, ...beside } }, logins, { people, coAuthors: [] }).outcome;
        if (together === 'met') expect(['met', 'nothing']).toContain(alone);
      }),
      { numRuns: 100 },
    );
  });
});
