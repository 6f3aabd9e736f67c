// test/core: the forms in which people write owners.
import { describe, expect, test } from '@jest/globals';
import { ownerKey, parseOwner, sameOwner } from '../../src/core/owner.ts';

const settings = {
  map: {
    payments: '@acme/payments-sre',
    'oncall@acme.com': '@acme/oncall',
    'group:default/ledger': '@acme/ledger-team',
    search: 'https://github.com/orgs/acme/teams/search-sre',
    broken: 'Jane Doe',
  },
  organisation: 'acme',
};
const TEAM = 'Name the GitHub team that is accountable, as `"@org/team"`.';

test.each([
  ['@acme/sre', 'team', '@acme/sre', 'handle'],
  ['@octocat', 'user', '@octocat', 'handle'],
  [' @Acme/SRE ', 'team', '@Acme/SRE', 'handle'],
  ['@jane_acme', 'user', '@jane_acme', 'handle'],
  ['acme/sre', 'team', '@acme/sre', 'handle'],
  ['@acme/data_platform', 'team', '@acme/data_platform', 'handle'],
  ['https://github.com/orgs/acme/teams/sre', 'team', '@acme/sre', 'url'],
  ['https://github.com/orgs/acme/teams/sre/', 'team', '@acme/sre', 'url'],
  ['https://github.com/orgs/acme/teams/sre/members?page=2#top', 'team', '@acme/sre', 'url'],
  ['http://www.github.com/orgs/acme/teams/sre', 'team', '@acme/sre', 'url'],
  ['github.com/orgs/acme/teams/sre', 'team', '@acme/sre', 'url'],
  ['https://github.acme.com/orgs/acme/teams/sre', 'team', '@acme/sre', 'url'],
  ['https://acme.ghe.com/orgs/acme/teams/sre', 'team', '@acme/sre', 'url'],
  ['https://github.com/octocat', 'user', '@octocat', 'url'],
  ['group:default/sre', 'team', '@acme/sre', 'map'],
  ['group:sre', 'team', '@acme/sre', 'map'],
  ['Group:default/payments', 'team', '@acme/payments-sre', 'map'],
  ['group:ledger', 'team', '@acme/ledger-team', 'map'],
  ['user:default/octocat', 'user', '@octocat', 'map'],
  ['payments', 'team', '@acme/payments-sre', 'map'],
  ['PAYMENTS', 'team', '@acme/payments-sre', 'map'],
  ['OnCall@acme.com', 'team', '@acme/oncall', 'map'],
  ['search', 'team', '@acme/search-sre', 'map'],
] as const)('%s is an owner', (written, kind, handle, via) => {
  expect(parseOwner(written, settings)).toEqual({ owner: { kind, handle }, via });
});

const MAP = (name: string) => `Add \`${name}\` to \`owners.map\` in the configuration, or write \`"@org/team"\`.`;

test.each([
  ['', 'The owner is empty.', null, TEAM],
  ['sre', 'The bare name `sre` is not mapped to a GitHub team or user.', '@acme/sre', MAP('sre')],
  ['123', 'The bare name `123` is not mapped to a GitHub team or user.', '@acme/123', MAP('123')],
  [
    '__proto__',
    'The bare name `__proto__` is not mapped to a GitHub team or user.',
    '@acme/__proto__',
    MAP('__proto__'),
  ],
  [
    'constructor',
    'The bare name `constructor` is not mapped to a GitHub team or user.',
    '@acme/constructor',
    MAP('constructor'),
  ],
  [
    'jane@acme.com',
    'The e-mail address `jane@acme.com` is not mapped to a GitHub team or user.',
    null,
    MAP('jane@acme.com'),
  ],
  ['TBD', '`TBD` is a placeholder, not an owner.', null, TEAM],
  ['n/a', '`n/a` is a placeholder, not an owner.', null, TEAM],
  ['Jane Doe', '`Jane Doe` is not the name of a GitHub team or user.', null, TEAM],
  ['#sre', '`#sre` is a chat channel, not an owner.', null, `Put the channel under \`contacts\`. ${TEAM}`],
  [
    '@jane.doe',
    '`@jane.doe` is not a GitHub handle: the name may hold letters, digits and single hyphens between them only.',
    null,
    TEAM,
  ],
  [
    '@-a',
    '`@-a` is not a GitHub handle: the name may hold letters, digits and single hyphens between them only.',
    null,
    TEAM,
  ],
  ['@', '`@` is not a GitHub handle: the name is missing.', null, TEAM],
  ['@acme/', "`@acme/` is not a GitHub team: the team's name is missing.", null, TEAM],
  [
    '@acme/SRE Team',
    "`@acme/SRE Team` is not a GitHub team: the team's name in handles holds letters, digits, `-` and `_` only.",
    '@acme/sre-team',
    TEAM,
  ],
  ['@acme/eu/sre', '`@acme/eu/sre` has 3 parts; a team is `@org/team`.', '@acme/sre', TEAM],
  ['@acme/a, @acme/b', '`@acme/a, @acme/b` names more than one owner.', '@acme/a', 'Keep the one that is accountable.'],
  ['@dependabot[bot]', '`@dependabot[bot]` is a bot; a bot cannot be accountable.', null, TEAM],
  ['component:default/x', '`component:default/x` is a component, not a group or a user.', null, TEAM],
  [
    'https://evil.example/orgs/acme/teams/sre',
    '`https://evil.example/orgs/acme/teams/sre` is not an address of GitHub.',
    null,
    TEAM,
  ],
  [
    'https://github.com/orgs/acme',
    '`https://github.com/orgs/acme` is an organisation, not a team or a user.',
    null,
    TEAM,
  ],
  [
    'https://github.com/acme/ops',
    '`https://github.com/acme/ops` is not the address of a GitHub team or user.',
    null,
    'Write `"@org/team"`, or the address `https://github.com/orgs/ORG/teams/TEAM`.',
  ],
  [
    'broken',
    '`owners.map` translates `broken` to `Jane Doe`, which is not an owner.',
    null,
    'Mend the entry in `owners.map`.',
  ],
  [
    `@${'a'.repeat(40)}`,
    `\`@${'a'.repeat(40)}\` is not a GitHub handle: the name has more than 39 characters.`,
    null,
    TEAM,
  ],
  ['x'.repeat(1000), 'The owner is 1000 characters long, and no name on GitHub is.', null, TEAM],
])('%s is no owner', (written, problem, suggestion, advice) => {
  expect(parseOwner(written, settings)).toEqual({ problem, suggestion, advice });
});

describe('without an organisation', () => {
  const nowhere = { map: new Map([['payments', '@acme/p']]), organisation: null };
  test('a group needs a mapping', () => {
    expect(parseOwner('group:default/sre', nowhere)).toEqual({
      problem: 'The reference `group:default/sre` is not mapped to a GitHub team or user.',
      suggestion: null,
      advice: MAP('group:default/sre'),
    });
  });
  test('a mapping may be a Map', () => {
    expect(parseOwner('group:payments', nowhere)).toEqual({ owner: { kind: 'team', handle: '@acme/p' }, via: 'map' });
  });
});

test('a mapping is not followed twice', () => {
  const parsed = parseOwner('a', { map: { a: 'b', b: '@acme/x' }, organisation: null });
  expect(parsed).toMatchObject({ problem: '`owners.map` translates `a` to `b`, which is not an owner.' });
});

test('handles are compared without regard to case', () => {
  expect(sameOwner('@Acme/SRE', '@acme/sre')).toBe(true);
  expect(sameOwner('@acme/sre', '@acme/sre-eu')).toBe(false);
  expect(ownerKey('@Acme/SRE')).toBe('@acme/sre');
});

test('control characters in an owner are shown, not obeyed', () => {
  expect(parseOwner('a\u001b[31m b', settings)).toMatchObject({
    problem: '`a\\u{1b}[31m b` is not the name of a GitHub team or user.',
  });
});
