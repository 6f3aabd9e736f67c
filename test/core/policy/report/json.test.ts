// The shape that scripts rely on (contract §7): every key, in order, absent values null, lists [].
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { toJson } from '../../../../src/core/policy/report/json.ts';
import { CODEOWNERS, CONFIG, verdictOn } from '../rules/told.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const place = { type: 'integer', minimum: 1 };
const texts = { type: 'array', items: text };
const oneOf = (...values: readonly string[]) => ({ enum: values });
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const whole = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const REVIEW = whole({
  last: orNull(text),
  lastBy: orNull(text),
  next: orNull(text),
  interval: orNull({ type: 'string', pattern: '^P\\d+[YMWD]$' }),
  state: oneOf('current', 'due-soon', 'overdue', 'undated', 'invalid', 'never'),
});
const OWNER = whole({
  handle: { type: 'string', pattern: '^@' },
  kind: oneOf('team', 'user'),
  source: oneOf('file', 'directory', 'repository', 'organisation', 'codeowners', 'catalog-info'),
  line: place,
});
const ENTRY = whole({
  id: text,
  path: text,
  title: text,
  type: oneOf('runbook', 'playbook', 'sop', 'policy', 'reference'),
  format: oneOf('markdown'),
  owner: orNull(OWNER),
  codeOwners: texts,
  codeOwnersLine: orNull(place),
  coverage: oneOf('specific', 'catch-all', 'none'),
  risk: orNull(oneOf('low', 'medium', 'high', 'critical')),
  status: oneOf('draft', 'active', 'deprecated', 'archived'),
  review: REVIEW,
  alerts: texts,
  services: texts,
  tags: texts,
  contentHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
});
const FINDING = whole({
  rule: text,
  level: oneOf('failure', 'warning', 'notice'),
  enforced: { type: 'boolean' },
  path: text,
  line: place,
  column: place,
  message: text,
  fix: orNull(text),
  docs: { type: 'string', pattern: '^https://' },
});
const SUMMARY = { procedures: count, affected: count, failures: count, warnings: count, notices: count };
const REPORT = whole({
  version: { const: 1 },
  conclusion: oneOf('success', 'neutral', 'failure', 'skipped'),
  procedures: { type: 'array', items: ENTRY },
  findings: { type: 'array', items: FINDING },
  notChecked: { type: 'array', items: whole({ rule: text, reason: text }) },
  summary: whole(SUMMARY),
});
const isReport = new Ajv({ strict: true, allErrors: true }).compile(REPORT);

const FULL = `---
id: fail-over
title: Fail over
owner: "@acme/dba"
risk: high
status: active
last_reviewed_on: 2026-11-01
last_reviewed_by: "@jdoe"
review_in: 6 months
alerts: [PostgresDown]
services: [orders]
tags: [database]
---
`;
const HEAD = {
  [CONFIG]: '',
  [CODEOWNERS]: '/.github/ @acme/leads\n/runbooks/ @acme/dba\n',
  'runbooks/a.md': FULL,
  'sop/b.md': '# B\n',
};

test('a report has the shape of the contract', () => {
  isReport(JSON.parse(toJson(verdictOn({ head: HEAD }))));
  expect(isReport.errors ?? []).toEqual([]);
});

test.each([
  ['conclusion', 'ok'],
  ['summary', { procedures: 1 }],
  ['extra', 1],
])('the schema notices a wrong %s', (key, value) => {
  expect(isReport({ ...JSON.parse(toJson(verdictOn({ head: HEAD }))), [key]: value })).toBe(false);
});

test('the keys stand in the order of the contract', () => {
  const report = JSON.parse(toJson(verdictOn({ head: HEAD })));
  expect(Object.keys(report)).toEqual(Object.keys(REPORT.properties));
  expect(Object.keys(report.procedures[0])).toEqual(Object.keys(ENTRY.properties));
  expect(Object.keys(report.procedures[0].owner)).toEqual(Object.keys(OWNER.properties));
  expect(Object.keys(report.procedures[0].review)).toEqual(Object.keys(REVIEW.properties));
  expect(Object.keys(report.findings[0])).toEqual(Object.keys(FINDING.properties));
  expect(Object.keys(report.notChecked[0])).toEqual(['rule', 'reason']);
  expect(Object.keys(report.summary)).toEqual(Object.keys(SUMMARY));
});

test('a procedure with everything, and one with nothing', () => {
  const [a, b] = JSON.parse(toJson(verdictOn({ head: HEAD }))).procedures;
  const { contentHash: _, ...known } = a;
  expect(known).toEqual({
    id: 'fail-over',
    path: 'runbooks/a.md',
    title: 'Fail over',
    type: 'runbook',
    format: 'markdown',
    owner: { handle: '@acme/dba', kind: 'team', source: 'file', line: 4 },
    codeOwners: ['@acme/dba'],
    codeOwnersLine: 2,
    coverage: 'specific',
    risk: 'high',
    status: 'active',
    review: { last: '2026-11-01', lastBy: '@jdoe', next: '2027-05-01', interval: 'P6M', state: 'current' },
    alerts: ['PostgresDown'],
    services: ['orders'],
    tags: ['database'],
  });
  expect(b).toMatchObject({
    id: 'sop/b.md',
    title: 'B',
    owner: null,
    codeOwners: [],
    codeOwnersLine: null,
    coverage: 'none',
    risk: null,
    review: { last: null, lastBy: null, next: null, interval: 'P12M', state: 'undated' },
    alerts: [],
    services: [],
    tags: [],
  });
});

test('findings are sorted by path, line, column and rule', () => {
  const head = {
    [CONFIG]: 'enforce: nwe\n',
    'runbooks/b.md': '# B\n',
    'runbooks/a.md': '---\nrisk: x\nowner: TBD\n---\n',
  };
  const { findings } = JSON.parse(toJson(verdictOn({ head })));
  expect(findings.map(({ path, line, rule }: Record<string, string>) => `${path}:${line} ${rule}`)).toEqual([
    '.github/CODEOWNERS:1 codeowners-present',
    '.github/runbook-steward.yml:1 config-valid',
    'runbooks/a.md:1 review-dated',
    'runbooks/a.md:2 metadata-valid',
    'runbooks/a.md:3 owner-valid',
    'runbooks/b.md:1 owner-declared',
    'runbooks/b.md:1 review-dated',
    'runbooks/b.md:1 risk-classified',
  ]);
});

test('skipped is a report too', () => {
  const report = JSON.parse(toJson(verdictOn({ base: HEAD, head: { ...HEAD, x: '' } })));
  expect(isReport(report)).toBe(true);
  expect([report.conclusion, report.procedures, report.findings]).toEqual(['skipped', [], []]);
});

test('two runs give the same bytes', () => {
  expect(toJson(verdictOn({ head: HEAD }))).toBe(toJson(verdictOn({ head: HEAD })));
});

test('a finding without a fix says null', () => {
  const verdict = verdictOn({ head: HEAD });
  const findings = verdict.findings.map((finding) => ({ ...finding, fix: null }));
  expect(isReport(JSON.parse(toJson({ ...verdict, findings })))).toBe(true);
});
