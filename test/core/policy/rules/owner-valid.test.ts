import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'a chat channel',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "#db"\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`#db` is a chat channel, not an owner.',
        fix: 'Put the channel under `contacts`. Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'a bare name that nothing maps',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: payments\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The bare name `payments` is not mapped to a GitHub team or user.',
        fix: 'Add `payments` to `owners.map` in the configuration, or write `"@org/team"`.',
      },
    ],
  ],
  [
    'a bare name, with the organisation known',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: payments\n---\n' }, organisation: 'acme' },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The bare name `payments` is not mapped to a GitHub team or user.',
        fix: 'Write `owner: "@acme/payments"`.',
        after: { 'runbooks/a.md': '---\nowner: "@acme/payments"\n---\n' },
      },
    ],
  ],
  [
    'a placeholder',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: TBD\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`TBD` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'a team with its parents',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/platform/dba"\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`@acme/platform/dba` has 3 parts; a team is `@org/team`.',
        fix: 'Write `owner: "@acme/dba"`.',
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\n---\n' },
      },
    ],
  ],
  [
    'each of a list, on its own line',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowners:\n  - "@acme/dba"\n  - "#db"\n  - TODO\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:4:5',
        says: '`#db` is a chat channel, not an owner.',
        fix: 'Put the channel under `contacts`. Name the GitHub team that is accountable, as `"@org/team"`.',
      },
      {
        level: 'failure!',
        at: 'runbooks/a.md:5:5',
        says: '`TODO` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'a reviewer that is none',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\nreviewers: ["#db"]\n---\n' } },
    [],
  ],
  [
    'a CODEOWNERS rule does not fill in for a mistake',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba\n', [RUNBOOK]: '---\nowner: TBD\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`TBD` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'CRLF and a BOM do not move the place',
    { head: { [CONFIG]: '', [RUNBOOK]: '\uFEFF---\r\ntitle: A\r\nowner: TBD\r\n---\r\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:8',
        says: '`TBD` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'a name that the configuration maps',
    { head: { [CONFIG]: 'owners: {map: {payments: "@acme/payments"}}\n', [RUNBOOK]: '---\nowner: payments\n---\n' } },
    [],
  ],
  [
    'an address of a team',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: https://github.com/orgs/acme/teams/dba\n---\n' } },
    [],
  ],
  [
    'what stands in _procedures.yml is said there, once',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'owner: TBD\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  ['a block that cannot be read', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: TBD\ntitle: [\n---\n' } }, []],
  [
    'the base has it already: shown, not enforced',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: TBD\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: TBD\n---\nMore.\n' },
    },
    [
      {
        level: 'failure',
        at: 'runbooks/a.md:2:8',
        says: '`TBD` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'another mistake than before is a new one',
    {
      base: { [CONFIG]: '', [RUNBOOK]: '---\nowner: TBD\n---\n' },
      head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "#db"\n---\n' },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: '`#db` is a chat channel, not an owner.',
        fix: 'Put the channel under `contacts`. Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'hostile: a name of a prototype',
    { head: { [CONFIG]: 'owners: {map: {}}\n', [RUNBOOK]: '---\nowner: constructor\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The bare name `constructor` is not mapped to a GitHub team or user.',
        fix: 'Add `constructor` to `owners.map` in the configuration, or write `"@org/team"`.',
      },
    ],
  ],
  [
    'hostile: 400 characters',
    { head: { [CONFIG]: '', [RUNBOOK]: `---\nowner: "@${'a'.repeat(400)}"\n---\n` } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: 'The owner is 401 characters long, and no name on GitHub is.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'hostile: control and direction characters are made visible',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/\\u202Edba\\u0007"\n---\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:2:8',
        says: "`@acme/\\u{202e}dba\\u{7}` is not a GitHub team: the team's name in handles holds letters, digits, `-` and `_` only.",
        fix: 'Write `owner: "@acme/dba"`.',
        after: { 'runbooks/a.md': '---\nowner: "@acme/dba"\n---\n' },
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-valid', world)).toEqual(expected);
});
