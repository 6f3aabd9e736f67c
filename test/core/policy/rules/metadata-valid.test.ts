import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';
const at = (metadata: string, config = '') => ({
  head: { [CONFIG]: config, [RUNBOOK]: `---\ntitle: A\n${metadata}\n---\n` },
});

test.each<RuleCase>([
  [
    'a value outside the list, with the nearest right one',
    at('risk: hihg'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:7',
        says: '`risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`.',
        fix: 'Write `risk: high`.',
        after: { 'runbooks/a.md': '---\ntitle: A\nrisk: high\n---\n' },
      },
    ],
  ],
  [
    'a value outside the list, and nothing near',
    at('status: blue'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:9',
        says: '`status` is `blue`, which is none of `draft`, `active`, `deprecated` or `archived`.',
        fix: 'Write one of `draft`, `active`, `deprecated` or `archived`.',
      },
    ],
  ],
  [
    'a key with a slip of the pen',
    at('ownr: "@acme/dba"'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:1',
        says: '`ownr` is not a known key, so it does not count.',
        fix: 'Write `owner`, if that is meant.',
      },
    ],
  ],
  [
    'a wrong type',
    at('services: {a: b}'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:11',
        says: '`services` is a map; it should be a list.',
        fix: 'Write a list.',
      },
    ],
  ],
  ['one value where a list is asked for is a list of one', at('services: api'), []],
  [
    'a reviewer that is no owner',
    at('reviewers: ["#db"]'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:3:13',
        says: 'In `reviewers`: `#db` is a chat channel, not an owner.',
        fix: 'Put the channel under `contacts`. Name the GitHub team that is accountable, as `"@org/team"`.',
      },
    ],
  ],
  [
    'two names of one key',
    at('owner: "@acme/dba"\nmaintainer: "@jdoe"'),
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:4:1',
        says: '`owner` and `maintainer` both give `owner`; `owner` counts.',
        fix: 'Take `maintainer` out.',
      },
    ],
  ],
  [
    'an ambiguous key',
    at('review_date: 2026-01-01'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: '`review_date` could mean `last_reviewed_on` or `next_review_on`, so it does not count.',
        fix: 'Use one of these keys, or say in `metadata.aliases` of the configuration what it means.',
      },
    ],
  ],
  [
    'an ambiguous key that the configuration settles',
    at('review_date: 2026-01-01', 'metadata: {aliases: {last_reviewed_on: [review_date]}}\n'),
    [],
  ],
  ['keys of other tools', at('layout: runbook\nweight: 3\nslug: a'), []],
  [
    'CRLF and a BOM do not move the place',
    { head: { [CONFIG]: '', [RUNBOOK]: '\uFEFF---\r\nrisk: hihg\r\n---\r\n' } },
    [
      {
        level: 'warning',
        at: 'runbooks/a.md:2:7',
        says: '`risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`.',
        fix: 'Write `risk: high`.',
        after: { 'runbooks/a.md': '\uFEFF---\r\nrisk: high\r\n---\r\n' },
      },
    ],
  ],
  [
    'raised to a failure it is enforced',
    at('risk: hihg', 'rules: {metadata-valid: failure}\n'),
    [
      {
        level: 'failure!',
        at: 'runbooks/a.md:3:7',
        says: '`risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`.',
        fix: 'Write `risk: high`.',
        after: { 'runbooks/a.md': '---\ntitle: A\nrisk: high\n---\n' },
      },
    ],
  ],
  ['what is right', at('risk: high\nstatus: active\ntags: [a, b]'), []],
  [
    'what stands in _procedures.yml is said there',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'risk: hihg\n', [RUNBOOK]: '# A\n' } },
    [],
  ],
  ['a block that cannot be read', at('risk: hihg\nowner: @x'), []],
  ['hostile: __proto__', at('__proto__: {risk: low}'), []],
  [
    'hostile: a key that could move the cursor',
    at('"\\e[2J\\u202E": x'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: 'This key is not used here: `\\u{1b}[2J\\u{202e}`.',
        fix: 'Nothing needs to be done, unless one of them should count: then add it to `metadata.aliases`.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('metadata-valid', world)).toEqual(expected);
});
