// test/core/procedure: every key of the contract, every alias, every kind of mistake.
import { describe, expect, test } from '@jest/globals';
import type { Metadata } from '../../../src/core/procedure/procedure.ts';
import { read, told, withFrontMatter } from './read.ts';

const MENDED = { via: 'handle', at: expect.anything() };
const sre = { written: '@acme/sre', owner: { kind: 'team', handle: '@acme/sre' }, ...MENDED };

describe('every key and alias gives its value', () => {
  const date = (day: string) => ({ written: day, date: day });
  const cases: readonly (readonly [line: string, key: keyof Metadata, value: unknown])[] = [
    ['title: Restart', 'title', 'Restart'],
    ['title: 2024', 'title', '2024'],
    ['title: 007', 'title', '007'],
    ['id: RB-001', 'id', 'RB-001'],
    ['id: 2024', 'id', '2024'],
    ['runbook_id: rb_1', 'id', 'rb_1'],
    ['doc_id: doc.1', 'id', 'doc.1'],
    ['type: playbook', 'type', 'playbook'],
    ['type: SOP', 'type', 'sop'],
    ['layout: runbook', 'type', 'runbook'],
    ['layout: post', 'type', undefined],
    ['purpose: why', 'purpose', 'why'],
    ['description: why', 'purpose', 'why'],
    ['owner_reason: they run it', 'ownerReason', 'they run it'],
    ['owner: "@acme/sre"', 'owner', [sre]],
    ['owners: ["@acme/sre"]', 'owner', [sre]],
    ['owner_team: "@acme/sre"', 'owner', [sre]],
    ['maintainer: "@acme/sre"', 'owner', [sre]],
    [
      'owner: ["@acme/sre", "@jane"]',
      'owner',
      [sre, { written: '@jane', owner: { kind: 'user', handle: '@jane' }, ...MENDED }],
    ],
    ['owner: [null, ""]', 'owner', undefined],
    ['owner: ""', 'owner', undefined],
    ['owner:', 'owner', undefined],
    ['contacts: "#sre"', 'contacts', [{ name: null, value: '#sre' }]],
    [
      'contacts: ["#sre", a@b.co]',
      'contacts',
      [
        { name: null, value: '#sre' },
        { name: null, value: 'a@b.co' },
      ],
    ],
    [
      'contacts: {slack: "#sre", phone: 117}',
      'contacts',
      [
        { name: 'slack', value: '#sre' },
        { name: 'phone', value: '117' },
      ],
    ],
    ['contacts: [{slack: "#sre"}]', 'contacts', [{ name: 'slack', value: '#sre' }]],
    ['owner_slack: "#sre"', 'contacts', [{ name: 'slack', value: '#sre' }]],
    ['escalation_contact: a@b.co', 'contacts', [{ name: 'escalation', value: 'a@b.co' }]],
    ['reviewers: "@acme/sre"', 'reviewers', [sre]],
    ['approvers: ["@acme/sre"]', 'approvers', [sre]],
    [
      'requires: {tools: [kubectl], access: vpn}',
      'requires',
      { permissions: [], access: ['vpn'], tools: ['kubectl'], skills: [] },
    ],
    ['risk: High', 'risk', 'high'],
    ['risk: small', 'risk', 'low'],
    ['risk_class: critical', 'risk', 'critical'],
    ['change: {type: standard}', 'change', { type: 'standard', preapproval: null }],
    [
      'change: {type: standard, preapproval: {by: "@acme/cab", ref: 17, on: 2026-1-2, expires: 2027-01-02}}',
      'change',
      { type: 'standard', preapproval: { by: '@acme/cab', ref: '17', on: '2026-01-02', expires: '2027-01-02' } },
    ],
    ['last_reviewed_on: 2024-05-03', 'lastReviewedOn', date('2024-05-03')],
    ['last_review_date: 2024-05-03', 'lastReviewedOn', date('2024-05-03')],
    ['last_reviewed: "2024-05-03"', 'lastReviewedOn', date('2024-05-03')],
    ['last_verified_at: 2024-05-03', 'lastReviewedOn', date('2024-05-03')],
    ['reviewed_on: 2024-05-03', 'lastReviewedOn', date('2024-05-03')],
    ['lastReviewed: 2024-05-03', 'lastReviewedOn', date('2024-05-03')],
    ['last_reviewed_on:', 'lastReviewedOn', undefined],
    ['last_reviewed_by: "@acme/sre"', 'lastReviewedBy', sre],
    ['reviewed_by: acme/sre', 'lastReviewedBy', { ...sre, written: 'acme/sre' }],
    ['review_in: 6 months', 'reviewIn', { iso: 'P6M' }],
    ['review_in: never (automated)', 'reviewIn', { never: 'automated' }],
    ['review_interval: 90d', 'reviewIn', { iso: 'P90D' }],
    ['review_cycle: quarterly', 'reviewIn', { iso: 'P3M' }],
    ['expiration_in_days: 730', 'reviewIn', { iso: 'P730D' }],
    ['next_review_on: 2027-01-01', 'nextReviewOn', date('2027-01-01')],
    ['next_review: 2027-01-01', 'nextReviewOn', date('2027-01-01')],
    ['next_review_date: 2027-01-01', 'nextReviewOn', date('2027-01-01')],
    ['status: deprecated', 'status', 'deprecated'],
    ['lifecycle: experimental', 'status', 'draft'],
    ['lifecycle: production', 'status', 'active'],
    ['lifecycle: deprecated', 'status', 'deprecated'],
    ['services: [payments, 7]', 'services', ['payments', '7']],
    ['alerts: HighLatency, Down', 'alerts', ['HighLatency', 'Down']],
    ['tags: [a, a b]', 'tags', ['a', 'a b']],
    ['environments: prod', 'environments', ['prod']],
    ['automation: {level: assisted, runs: [ops/a.sh]}', 'automation', { level: 'assisted', runs: ['ops/a.sh'] }],
    ['aliases: [/old/a, "b, c"]', 'aliases', ['/old/a', 'b, c']],
    ['redirect_from: /old', 'aliases', ['/old']],
    ['old_paths: ["/old"]', 'aliases', ['/old']],
    ['superseded_by: rb-2', 'supersededBy', 'rb-2'],
  ];
  test.each(cases)('%s', (line, key, value) => {
    const { metadata, problems } = read(withFrontMatter(line));
    expect(problems.map(told)).toEqual([]);
    expect(metadata[key]?.value).toEqual(value);
    if (value !== undefined) {
      expect(metadata[key]?.source).toEqual({
        layer: 'file',
        path: 'docs/runbooks/a.md',
        at: { line: 2, column: 1 },
        key: line.split(':')[0],
      });
    }
  });
});

describe('every mistake is told at its place, with the way out', () => {
  const LIST = 'Write one of `low`, `medium`, `high` or `critical`.';
  test.each([
    [
      'risk: hihg',
      'metadata-valid 2:7 `risk` is `hihg`, which is none of `low`, `medium`, `high` or `critical`. → Write `risk: high`. (edit)',
    ],
    [
      'risk: 3',
      `metadata-valid 2:7 \`risk\` is \`3\`, which is none of \`low\`, \`medium\`, \`high\` or \`critical\`. → ${LIST}`,
    ],
    [
      'risk: [high]',
      'metadata-valid 2:7 `risk` is a list; it should be one of `low`, `medium`, `high` or `critical`. → Write one of `low`, `medium`, `high` or `critical`.',
    ],
    ['title: [a]', 'metadata-valid 2:8 `title` is a list; it should be text. → Write text.'],
    [
      'type: runbok',
      'metadata-valid 2:7 `type` is `runbok`, which is none of `runbook`, `playbook`, `sop`, `policy` or `reference`. → Write `type: runbook`. (edit)',
    ],
    [
      'type: docs',
      'metadata-valid notice 2:7 `type: docs` says the type of page, not of procedure; it counts as `runbook`. → Write one of `runbook`, `playbook`, `sop`, `policy` or `reference` under `type`, if your site allows it.',
    ],
    [
      'status: experimental',
      'metadata-valid 2:9 `status` is `experimental`, which is none of `draft`, `active`, `deprecated` or `archived`. → Write one of `draft`, `active`, `deprecated` or `archived`.',
    ],
    [
      'id: a b/c',
      'metadata-valid 2:5 `id: a b/c` is not an id; the path is taken instead. → Write `id: a-b-c`. (edit)',
    ],
    [
      'owner: sre',
      'owner-valid 2:8 The bare name `sre` is not mapped to a GitHub team or user. → Write `owner: "@acme/sre"`. (edit)',
    ],
    [
      "owner: 'sre'",
      "owner-valid 2:8 The bare name `sre` is not mapped to a GitHub team or user. → Write `owner: '@acme/sre'`. (edit)",
    ],
    [
      'owner: ["@acme/a", Jane Doe]',
      'owner-valid 2:20 `Jane Doe` is not the name of a GitHub team or user. → Name the GitHub team that is accountable, as `"@org/team"`.',
    ],
    [
      'owner: {team: sre}',
      'owner-valid 2:8 `owner` holds a map where the name of an owner should be. → Write the team as `"@org/team"`.',
    ],
    [
      'owner: 123',
      'owner-valid 2:8 The bare name `123` is not mapped to a GitHub team or user. → Write `owner: "@acme/123"`. (edit)',
    ],
    [
      'reviewers: [TBD]',
      'metadata-valid 2:13 In `reviewers`: `TBD` is a placeholder, not an owner. → Name the GitHub team that is accountable, as `"@org/team"`.',
    ],
    [
      'reviewed_by: Jane',
      'metadata-valid 2:14 In `reviewed_by`: The bare name `Jane` is not mapped to a GitHub team or user. → Write `reviewed_by: "@acme/jane"`. (edit)',
    ],
    [
      'last_reviewed_on: 2022-18-05',
      'review-dated warning 2:19 `last_reviewed_on: 2022-18-05` cannot be: there is no month 18. → Write `last_reviewed_on: 2022-05-18`. (edit)',
    ],
    [
      'last_reviewed_on: 2022-02-31',
      'review-dated warning 2:19 `last_reviewed_on: 2022-02-31` cannot be: February 2022 has 28 days. → Write `last_reviewed_on: 2022-02-28`. (edit)',
    ],
    [
      'last_reviewed_on: 2024-5-3',
      'review-dated notice 2:19 `last_reviewed_on: 2024-5-3` is taken as 2024-05-03; other tools may not read it. → Write `last_reviewed_on: 2024-05-03`. (edit) (certain)',
    ],
    [
      'lastReviewed: "05/06/2024"',
      'review-dated warning 2:15 `lastReviewed: 05/06/2024` could be 2024-05-06 or 2024-06-05. → Write the day as YYYY-MM-DD, or set `metadata.dates: mdy` in the configuration.',
    ],
    [
      'last_reviewed_on: 20240503',
      'review-dated warning 2:19 `last_reviewed_on: 20240503` is not a date in the form YYYY-MM-DD. → Write `last_reviewed_on: 2024-05-03`. (edit)',
    ],
    [
      'last_reviewed_on: true',
      'review-dated warning 2:19 `last_reviewed_on: true` is not a date in the form YYYY-MM-DD. → Write the day as YYYY-MM-DD.',
    ],
    [
      'next_review_on: [2024-01-01]',
      'review-dated warning 2:17 `next_review_on` is a list, not a date. → Write the day as YYYY-MM-DD.',
    ],
    [
      'review_in: 6 months or so',
      'metadata-valid 2:12 `review_in: 6 months or so` is not an interval such as `6 months`, `90 days` or `quarterly`. → Write `review_in: 6 months`. (edit)',
    ],
    [
      'review_in: 90',
      'metadata-valid 2:12 `review_in: 90` has no unit; it is taken as days. → Write `review_in: 90 days`. (edit)',
    ],
    [
      'review_in: never',
      'metadata-valid 2:12 `review_in: never` needs a reason: `never (why no review is needed)`. → Write an interval such as `6 months`, `90 days`, `quarterly` or `never (reason)`.',
    ],
    [
      'review_in: [6 months]',
      'metadata-valid 2:12 `review_in` is a list, not an interval. → Write an interval such as `6 months`, `90 days`, `quarterly` or `never (reason)`.',
    ],
    [
      'requires: kubectl',
      'metadata-valid 2:11 `requires` is text; it should be a map with the lists permissions, access, tools, skills. → Write a map with the lists permissions, access, tools, skills.',
    ],
    [
      'requires: {tool: x}',
      'metadata-valid 2:18 `tool` means nothing in `requires`, which has `permissions`, `access`, `tools` or `skills`. → Write `tools`.',
    ],
    [
      'change: standard',
      'metadata-valid 2:9 `change` is text; it should be a map with `type` and `preapproval`. → Write a map with `type` and `preapproval`.',
    ],
    [
      'change: {type: standart}',
      'metadata-valid 2:16 `change.type` is `standart`, which is none of `standard`, `normal` or `emergency`. → Write `standard`.',
    ],
    [
      'change: {preapproval: {expires: 2026-02-30}}',
      'metadata-valid 2:33 `change.preapproval.expires: 2026-02-30` cannot be: February 2026 has 28 days. → Write `2026-02-28`.',
    ],
    [
      'automation: {level: full}',
      'metadata-valid 2:21 `automation.level` is `full`, which is none of `manual`, `assisted` or `automated`. → Write one of `manual`, `assisted` or `automated`.',
    ],
    ['tags: {a: b}', 'metadata-valid 2:7 `tags` is a map; it should be a list. → Write a list.'],
    ['tags: [[a]]', 'metadata-valid 2:8 `tags` is a list; it should be text. → Write text.'],
    [
      'ownr: "@acme/sre"',
      'metadata-valid 2:1 `ownr` is not a known key, so it does not count. → Write `owner`, if that is meant.',
    ],
    [
      'Owner: "@acme/sre"',
      'metadata-valid 2:1 `Owner` is not a known key, so it does not count. → Write `owner`, if that is meant.',
    ],
    [
      'last-review-date: 2024-01-01',
      'metadata-valid 2:1 `last-review-date` is not a known key, so it does not count. → Write `last_review_date`, if that is meant.',
    ],
    [
      'review_date: 2024-01-01',
      'metadata-valid notice 2:1 `review_date` could mean `last_reviewed_on` or `next_review_on`, so it does not count. → Use one of these keys, or say in `metadata.aliases` of the configuration what it means.',
    ],
    [
      'severity: high',
      'metadata-valid notice 2:1 `severity` could mean `risk`, or the severity of an alert, so it does not count. → Use one of these keys, or say in `metadata.aliases` of the configuration what it means.',
    ],
    [
      'frobnicate: 1',
      'metadata-valid notice 2:1 This key is not used here: `frobnicate`. → Nothing needs to be done, unless one of them should count: then add it to `metadata.aliases`.',
    ],
  ])('%s', (line, problem) => {
    expect(read(withFrontMatter(line)).problems.map(told)).toEqual([problem]);
  });
});

test('unknown keys are told once for the file', () => {
  const { problems } = read(withFrontMatter('zig: 1', 'zag: 2', 'weight: 3', 'zug: 4'));
  expect(problems.map((problem) => problem.message)).toEqual(['These keys are not used here: `zig`, `zag` and `zug`.']);
});

test.each([
  'weight',
  'menu',
  'layout',
  'date',
  'lastmod',
  'slug',
  'sidebar_position',
  'permalink',
  'nav_order',
  'parent',
  'categories',
  'linkTitle',
  'bookHidden',
  'grand_parent',
  'hide_title',
  'search',
  'navtitle',
  'page-aliases',
  'apiVersion',
  'uid',
  'ms.date',
  'x-team',
  'disk',
  'author',
  'created',
])('the key %s of another tool is no mistake', (key) => {
  const { problems } = read(withFrontMatter(`${key}: 1`));
  expect(problems.filter((problem) => problem.level !== 'notice').map(told)).toEqual([]);
});

test('the key itself beats its aliases, then their order decides, and both are named', () => {
  const { metadata, problems } = read(
    withFrontMatter('maintainer: "@acme/c"', 'owners: "@acme/b"', 'owner: "@acme/a"'),
  );
  expect(metadata.owner?.value[0]?.owner?.handle).toBe('@acme/a');
  expect(problems.map(told)).toEqual([
    'metadata-valid 2:1 `owner` and `maintainer` both give `owner`; `owner` counts. → Take `maintainer` out.',
    'metadata-valid 3:1 `owner` and `owners` both give `owner`; `owner` counts. → Take `owners` out.',
  ]);
  const aliases = read(withFrontMatter('maintainer: "@acme/c"', 'owners: "@acme/b"'));
  expect(aliases.metadata.owner?.source.key).toBe('owners');
});

test('an empty key leaves its place to an alias, without a word', () => {
  const { metadata, problems } = read(withFrontMatter('owner:', 'owners: ["@acme/b"]'));
  expect(metadata.owner?.source.key).toBe('owners');
  expect(problems).toEqual([]);
});

test('the configuration adds aliases, after the others, and says what ambiguous keys mean', () => {
  const settings = { aliases: { owner: ['team', 'title'], last_reviewed_on: ['review_date'] } };
  const { metadata, problems } = read(
    withFrontMatter('team: "@acme/t"', 'review_date: 2024-01-01', 'title: T'),
    settings,
  );
  expect(metadata.owner?.source.key).toBe('team');
  expect(metadata.lastReviewedOn?.value.date).toBe('2024-01-01');
  expect(metadata.title?.value).toBe('T');
  expect(problems).toEqual([]);
});

test('owners are translated by the mapping', () => {
  const { metadata } = read(withFrontMatter('owner: payments'), { ownersMap: { payments: '@acme/payments-sre' } });
  expect(metadata.owner?.value).toEqual([
    {
      written: 'payments',
      owner: { kind: 'team', handle: '@acme/payments-sre' },
      via: 'map',
      at: { line: 2, column: 8 },
    },
  ]);
});

test('M/D/YYYY is read only where the configuration says so', () => {
  const { metadata, problems } = read(withFrontMatter('last_reviewed_on: 5/6/2024'), { dates: 'mdy' });
  expect(metadata.lastReviewedOn?.value).toEqual({ written: '5/6/2024', date: '2024-05-06' });
  expect(problems).toEqual([]);
});
