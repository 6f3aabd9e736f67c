// Attempts to pass without the right approval. In each, people of the attacker's choice approve; the check must not pass, and must once
// the right people approve too.
import { describe, expect, test } from '@jest/globals';
import { authorsOf } from '../../../src/core/change/commit-authors.ts';
import type { Approving } from '../../../src/core/change/evaluate.ts';
import { materialSince } from '../../../src/core/change/material-since.ts';
import { approvalOutput } from '../../../src/core/change/report.ts';
import type { RequirementOptions } from '../../../src/core/change/requirements.ts';
import { snapshotOf } from '../policy/snapshot-of.ts';
import { read } from '../procedure/read.ts';
import {
  A,
  attestation,
  B,
  CODEOWNERS,
  CONFIG,
  caseOf,
  HEAD,
  judged,
  OLDER,
  OWNED,
  page,
  peopleOf,
  RULES,
  review,
  TODAY,
  type World,
} from './world.ts';

const HIGH = page('owner: "@acme/db"\nrisk: high');
const MORE = '# A\n\nDo that.\n';
const MINE = page('owner: "@acme/evil"\nrisk: low', MORE);
const people = peopleOf({
  '@acme/db': ['dan', 'dora'],
  '@acme/net': ['nat'],
  '@acme/cab': ['cat'],
  '@acme/leads': ['lea'],
  '@acme/evil': ['eve', 'author'],
});
const base = { [A]: HIGH, [CODEOWNERS]: '/sop/ @acme/net\n' };

type Attempt = readonly [
  what: string,
  world: World,
  wrongly: readonly string[],
  rightly: readonly string[],
  options?: Partial<RequirementOptions>,
];

const change = (changed: World['change'], more: Partial<World> = {}): World => ({ base, change: changed, ...more });
const reviewed = HIGH.replace('risk', 'last_reviewed_on: 2026-11-20\nrisk');
const attested = { attestations: [attestation({ contentHash: read(HIGH).contentHash })] };
const GREEDY =
  'approval: {rules: []}\nowners: {fallback: "@acme/evil", map: {db: "@acme/evil"}}\nprocedures: {exclude: ["**"]}\noverride: {by: ["@eve"]}\n';

const ATTEMPTS: readonly Attempt[] = [
  ['lower the risk in the head', change({ [A]: page('owner: "@acme/db"\nrisk: low', MORE) }), ['eve', 'dan'], ['cat']],
  [
    'lower the risk for a folder',
    {
      base: { [A]: page('owner: "@acme/db"'), 'runbooks/_procedures.yml': 'risk: high\n' },
      change: { 'runbooks/_procedures.yml': 'risk: low\n' },
    },
    ['eve', 'dan'],
    ['cat'],
  ],
  ['name oneself as the owner', change({ [A]: MINE }), ['eve', 'cat'], ['dan']],
  [
    'name oneself as the owner for a folder',
    {
      base: { [A]: page('risk: low'), '_procedures.yml': 'owner: "@acme/db"\n' },
      change: { 'runbooks/_procedures.yml': 'owner: "@acme/evil"\n' },
    },
    ['eve'],
    ['dan'],
  ],
  [
    'take the approvers away',
    { base: { [A]: page('owner: "@acme/db"\napprovers: ["@acme/net"]') }, change: { [A]: OWNED } },
    ['dan'],
    ['nat'],
  ],
  [
    'rename out of the globs',
    change({ [A]: null, 'notes/a.txt': HIGH }, { renamed: { 'notes/a.txt': A } }),
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'rename out of the globs, and edit, so that it is no rename',
    change({ [A]: null, 'notes/a.txt': 'x' }),
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'rename into an excluded name',
    change({ [A]: null, 'runbooks/a-template.md': HIGH }, { renamed: { 'runbooks/a-template.md': A } }),
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'rename onto a procedure of one’s own',
    { base: { [A]: HIGH, [B]: MINE }, change: { [A]: null, [B]: HIGH }, renamed: { [B]: A } },
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'rename something of one’s own onto it',
    { base: { [A]: HIGH, [B]: MINE }, change: { [B]: null, [A]: MINE }, renamed: { [A]: B } },
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'rename by case only, and hand over',
    change({ [A]: null, 'runbooks/A.md': MINE }, { renamed: { 'runbooks/A.md': A } }),
    ['eve', 'cat'],
    ['dan'],
  ],
  ['split: delete first', change({ [A]: null }), ['eve', 'cat'], ['dan']],
  [
    'split: hand over first, change nothing else',
    change({ [A]: HIGH.replace('@acme/db', '@acme/evil') }),
    ['eve', 'cat'],
    ['dan'],
  ],
  [
    'split: lower the risk first, change nothing else',
    change({ [A]: HIGH.replace('high', 'low') }),
    ['eve', 'dan'],
    ['cat'],
  ],
  ['pad over the size limit', change({ [A]: { unreadable: 'too-large' } }), ['eve', 'dan'], ['cat']],
  ['make it a link', change({ [A]: { unreadable: 'symlink' } }), ['eve', 'dan'], ['cat']],
  ['make it a submodule', change({ [A]: { unreadable: 'submodule' } }), ['eve', 'cat'], ['dan']],
  ['make it binary', change({ [A]: { unreadable: 'binary' } }), ['eve', 'cat'], ['dan']],
  ['break the block', change({ [A]: '---\nowner: @acme/evil\n---\n# A\n' }), ['eve', 'dan', 'lea'], ['cat']],
  ['take the block away', change({ [A]: MORE }), ['eve', 'cat', 'lea'], ['dan']],
  [
    'add a new procedure of high risk as one’s own',
    change({ 'sop/x.md': page('owner: "@acme/evil"\nrisk: high') }),
    ['eve'],
    ['nat', 'cat'],
  ],
  [
    'add a new procedure of low risk in another’s folder',
    change({ 'sop/x.md': page('owner: "@acme/evil"\nrisk: low') }),
    ['eve'],
    ['nat'],
  ],
  ['add a new procedure as a link', change({ 'runbooks/x.md': { unreadable: 'symlink' } }), ['eve', 'cat'], ['lea']],
  [
    'change CODEOWNERS in the same change',
    change({ 'sop/x.md': OWNED, [CODEOWNERS]: '/sop/ @acme/evil\n' }),
    ['eve', 'dan', 'lea'],
    ['nat'],
  ],
  ['change CODEOWNERS alone', change({ [CODEOWNERS]: '/sop/ @acme/evil\n' }), ['eve', 'nat'], ['lea']],
  [
    'put a CODEOWNERS before the other',
    { base: { CODEOWNERS: '/sop/ @acme/net\n' }, change: { [CODEOWNERS]: '/sop/ @acme/evil\n' } },
    ['eve', 'nat'],
    ['lea'],
  ],
  [
    'change the configuration in the same change',
    change({ [A]: MINE, [CONFIG]: GREEDY }),
    ['eve', 'dan', 'cat'],
    ['lea'],
  ],
  [
    'take the configuration away in the same change',
    change({ [A]: MINE, [CONFIG]: null }),
    ['eve', 'cat', 'lea'],
    ['dan'],
  ],
  [
    'move the configuration away',
    change({ [CONFIG]: null, 'x.yml': RULES }, { renamed: { 'x.yml': CONFIG } }),
    ['eve', 'dan'],
    ['lea'],
  ],
  [
    'break the configuration in the same change',
    change({ [A]: MINE, [CONFIG]: 'approval: [' }),
    ['eve', 'cat', 'lea'],
    ['dan'],
  ],
  ['review keys with one more byte', change({ [A]: `${reviewed}x` }), ['eve', 'dan'], ['cat'], attested],
  [
    'review keys with one more key',
    change({ [A]: reviewed.replace('risk', 'tags: [x]\nrisk') }),
    ['eve', 'dan'],
    ['cat'],
    attested,
  ],
  [
    'review keys of a day that nobody attested',
    change({ [A]: reviewed.replace('20', '21') }),
    ['eve', 'cat'],
    ['dan'],
    attested,
  ],
  [
    'review keys attested by a stranger',
    change({ [A]: reviewed }),
    ['eve', 'cat'],
    ['dan'],
    { attestations: attested.attestations.map((one) => ({ ...one, by: '@eve' })) },
  ],
  [
    'review keys with a later next review',
    change({ [A]: reviewed.replace('risk', 'next_review_on: 2099-01-01\nrisk') }),
    ['eve', 'cat'],
    ['dan'],
    attested,
  ],
  [
    'hide behind an author whose team is looked up',
    {
      base: { [A]: OWNED },
      change: { [A]: null },
      rules: 'approval: {rules: [{when: {author: ["@acme/evil"]}, from: ["@acme/cab"]}]}',
    },
    ['eve', 'dan'],
    ['cat'],
    { authorBelongs: () => null },
  ],
];

describe('an attempt to', () => {
  test.each(ATTEMPTS)('%s', (...[, world, wrongly, rightly, options]) => {
    expect(judged(world, wrongly, { people }, options).outcome).toBe('waiting');
    expect(judged(world, rightly, { people }, options).outcome).not.toBe('impossible');
    expect(judged(world, [...wrongly, ...rightly], { people }, options).outcome).toBe('met');
  });
});

test('review keys alone that are attested need nobody', () => {
  expect(judged(change({ [A]: reviewed }), [], { people }, attested).outcome).toBe('met');
  const left = { ...people, permissions: { ...people.permissions, dan: 'read' as const } };
  expect(judged(change({ [A]: reviewed }), [], { people: left }, attested).outcome).toBe('waiting');
});

describe('an approval', () => {
  const world = change({ [A]: page('owner: "@acme/db"\nrisk: high', MORE) });
  const head = snapshotOf(caseOf(world));
  const standing = (more: Partial<Approving>) => judged(world, [], { people, ...more }).outcome;
  const both = [review('dan'), review('cat')];
  const since = (changed: World['change']) => ({
    [OLDER]: materialSince(snapshotOf(caseOf(change(changed))), head, { today: TODAY }).length > 0,
  });
  const ofOlder = both.map((one) => ({ ...one, commit: OLDER }));

  test('of the right people passes', () => {
    expect(standing({ reviews: both })).toBe('met');
  });
  test('before a force-push of something else does not count', () => {
    expect(standing({ reviews: ofOlder, isMaterialSince: since({ [A]: HIGH.replace('this', 'thus') }) })).toBe(
      'waiting',
    );
    expect(standing({ reviews: ofOlder, isMaterialSince: {} })).toBe('waiting');
  });
  test('before a push of nothing material counts', () => {
    expect(
      standing({
        reviews: ofOlder,
        isMaterialSince: since({ [A]: `${page('owner: "@acme/db"\nrisk: high', MORE)}\n` }),
      }),
    ).toBe('met');
  });
  test('that went stale counts again with the commit that it was of', () => {
    expect(standing({ reviews: ofOlder, headSha: OLDER })).toBe('met');
  });
  test('that was dismissed does not come back with a comment', () => {
    const [dan, cat] = both;
    if (!dan || !cat) throw new Error('two reviews');
    expect(standing({ reviews: [{ ...dan, state: 'DISMISSED' }, review('dan', { state: 'COMMENTED' }), cat] })).toBe(
      'waiting',
    );
  });
  test('by somebody who co-wrote a commit does not count', () => {
    const coAuthors = authorsOf([
      { isMerge: false, authors: [], message: 'x\n\nCo-authored-by: Dan <1+Dan@users.noreply.github.com>' },
    ]).logins;
    expect(standing({ reviews: both, coAuthors })).toBe('waiting');
  });
  test('by somebody who only merged the base counts', () => {
    const coAuthors = authorsOf([{ isMerge: true, authors: [{ login: 'dan', email: null }], message: '' }]).logins;
    expect(standing({ reviews: both, coAuthors })).toBe('met');
  });
  test('in another pull request with the same head does not help this one', () => {
    const good = judged(change({ 'x.ts': '' }), [], { people });
    const bad = judged(world, [], { people });
    expect(
      approvalOutput([
        { pull: 1, evaluation: good, notes: [] },
        { pull: 2, evaluation: bad, notes: [] },
      ]).status,
    ).toBe('in_progress');
  });
  test('from a fork is the same: its author has no write access and may not approve', () => {
    expect(standing({ author: 'forker', reviews: [review('forker'), review('dan')] })).toBe('waiting');
  });
  test('by somebody who has left since does not count', () => {
    expect(
      judged(world, ['dan', 'cat'], { people: { ...people, members: { ...people.members, '@acme/cab': [] } } }).outcome,
    ).toBe('impossible');
  });
  test('an override for an earlier head does not count', () => {
    const override = { login: 'boss', isBot: false, because: 'x', headSha: OLDER };
    expect(standing({ overrides: [override] })).toBe('waiting');
    expect(standing({ overrides: [{ ...override, headSha: HEAD }] })).toBe('overridden');
  });
});
