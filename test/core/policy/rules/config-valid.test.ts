import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'a wrong value',
    { head: { [CONFIG]: '# ours\nenforce: nwe\n' } },
    [
      {
        level: 'failure!',
        at: '.github/runbook-steward.yml:2:10',
        says: '`enforce` is `nwe`; it must be new, touched or off.',
        fix: 'Correct it or remove it; until then it counts as not written.',
      },
    ],
  ],
  [
    'an unknown key is a warning',
    { head: { [CONFIG]: 'enforced: new\n' } },
    [
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: '`enforced` is not a key of the configuration; it is ignored.',
        fix: 'Write `enforce`.',
        after: { '.github/runbook-steward.yml': 'enforce: new\n' },
      },
    ],
  ],
  [
    'a warning stays one',
    { head: { [CONFIG]: 'enforced: new\nrules: {config-valid: failure}\n' } },
    [
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:1',
        says: '`enforced` is not a key of the configuration; it is ignored.',
        fix: 'Write `enforce`.',
        after: { '.github/runbook-steward.yml': 'enforce: new\nrules: {config-valid: failure}\n' },
      },
    ],
  ],
  [
    'a lapsed override, and it no longer holds',
    { head: { [CONFIG]: 'overrides: [{files: ["**"], rules: {config-valid: off}, until: 2026-11-22}]\n' } },
    [
      {
        level: 'warning',
        at: '.github/runbook-steward.yml:1:64',
        says: 'The override of `**` lapsed: it held until 2026-11-22.',
        fix: 'Remove the override, or agree on a later day and write it under `until`.',
      },
    ],
  ],
  [
    'an override on its last day',
    {
      head: {
        [CONFIG]: 'enforce: nwe\noverrides: [{files: ["**"], rules: {config-valid: notice}, until: 2026-11-23}]\n',
      },
    },
    [
      {
        level: 'notice',
        at: '.github/runbook-steward.yml:1:10',
        says: '`enforce` is `nwe`; it must be new, touched or off.',
        fix: 'Correct it or remove it; until then it counts as not written.',
      },
    ],
  ],
  [
    'no YAML',
    { head: { [CONFIG]: 'rules: {a\n' } },
    [
      {
        level: 'failure!',
        at: '.github/runbook-steward.yml:1:8',
        says: '`{` is opened here and never closed.',
        fix: 'Add the missing `}` behind the last value in it.',
      },
    ],
  ],
  [
    'a symbolic link',
    { head: { [CONFIG]: { unreadable: 'symlink' }, [RUNBOOK]: '' } },
    [
      {
        level: 'failure!',
        at: '.github/runbook-steward.yml:1:1',
        says: 'The configuration cannot be read: it is a symbolic link.',
        fix: 'Make it a plain text file in UTF-8; links are never followed.',
      },
    ],
  ],
  [
    '_procedures.yml: a wrong owner',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: low\nowner: TBD\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/_procedures.yml:2:8',
        says: '`TBD` is a placeholder, not an owner.',
        fix: 'Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    '_procedures.yml: a wrong value is a warning',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: hihg\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/_procedures.yml:1:7',
        says: '`risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`.',
        fix: 'Write `risk: high`.',
        after: { 'runbooks/_procedures.yml': 'risk: high\n' },
      },
    ],
  ],
  [
    '_procedures.yml: broken',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'owner: @x\n' } },
    [
      {
        level: 'failure!',
        at: 'runbooks/_procedures.yml:1:8',
        says: '`owner` begins with `@`, which YAML does not allow without quotes.',
        fix: 'Put the value in quotes: `"@x"`.',
        certain: true,
        after: { 'runbooks/_procedures.yml': 'owner: "@x"\n' },
      },
    ],
  ],
  [
    'the head breaks it: told and enforced by the old one',
    { base: { [CONFIG]: '', [RUNBOOK]: '' }, head: { [CONFIG]: 'enforce: nwe\n', [RUNBOOK]: '' } },
    [
      {
        level: 'failure!',
        at: '.github/runbook-steward.yml:1:10',
        says: '`enforce` is `nwe`; it must be new, touched or off.',
        fix: 'Correct it or remove it; until then it counts as not written.',
      },
    ],
  ],
  [
    'the defaults hold a wrong value',
    { head: { [CONFIG]: 'defaults: {risk: hihg}\n' } },
    [
      {
        level: 'failure!',
        at: '.github/runbook-steward.yml:1:18',
        says: '`risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`.',
        fix: 'Write `risk: high`.',
        after: { '.github/runbook-steward.yml': 'defaults: {risk: high}\n' },
      },
    ],
  ],
  ['an empty file', { head: { [CONFIG]: '' } }, []],
  ['none', { head: { [RUNBOOK]: '' } }, []],
])('%s', (_, world, expected) => {
  expect(told('config-valid', world)).toEqual(expected);
});
