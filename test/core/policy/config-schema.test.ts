// The published schema and the documentation: current, and saying what the reader does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { configurationFiles, EXAMPLES } from '../../../scripts/configuration-files.ts';
import { configSchema } from '../../../src/core/policy/config-schema.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';

const root = join(import.meta.dirname, '../../..');

/** Contract §3, its sample, with globs in the place of its ellipses. */
const SAMPLE = `
enabled: true
enforce: new
procedures: {include: ["docs/runbooks/**"], exclude: ["docs/old/**"], formats: {ssm-document: ["ssm/**/*.yml"]}}
metadata: {aliases: {owner: [team]}, dates: iso}
defaults: {owner: "@acme/sre", risk: medium}
owners: {map: {payments: "@acme/payments-sre"}, from: [front-matter, codeowners], fallback: "@acme/ops-leads"}
review: {default: 12 months, byRisk: {critical: 3 months, high: 6 months}, dueSoon: 14 days, spread: true,
         escalateAfter: {critical: 3 days, high: 7 days, default: 30 days}, timeZone: UTC, openOn: {days: mon-thu, hours: 9-16}}
issues: {repository: acme/ops-reviews, assign: person, perOwnerWeekly: 2, perRun: 5, perDay: 20}
approval: {rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"], count: 1}], board: "@acme/cab", requestReviewers: 1}
feedback: {respondIn: {dangerous: 1 day, wrong: 5 days, unclear: 10 days, idea: 30 days}}
override: {by: ["@acme/ops-leads"]}
labels: {review: procedure/review}
dashboard: false
bots: {allow: []}
rules: {codeowners-agrees: warning}
overrides: [{files: ["docs/legacy/**"], rules: {owner-declared: warning}, until: 2027-03-31}]
`;

function problemsOf(text: string, place: 'repository' | 'organisation' = 'repository') {
  const none = { repository: null, organisation: null, today: '2026-11-20' };
  return readPolicy({ ...none, [place]: { path: 'c.yml', text } }).problems;
}

const accepts = new Ajv2020({ strict: false }).compile(
  JSON.parse(configurationFiles()['schema/config.schema.json'] ?? '{}'),
);

test.each(Object.entries(configurationFiles()))(
  '%s is what the schema makes (else run `node scripts/write-schema.ts`)',
  (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  },
);

test("the contract's sample is accepted by the reader and by the published schema", () => {
  expect(problemsOf(SAMPLE)).toEqual([]);
  expect(accepts(parse(SAMPLE))).toBe(true);
});

test('the documentation has an example for each key', () => {
  expect(Object.keys(EXAMPLES)).toEqual(Object.keys(configSchema.shape));
});

test.each(Object.entries(EXAMPLES))('the example of `%s` is accepted', (_, example) => {
  expect(problemsOf(example, 'organisation')).toEqual([]);
  expect(accepts(parse(example))).toBe(true);
});

test.each([
  'enabled: yes please',
  'enforce: nwe',
  'reviw: {}',
  'rules: {owner-declared: wrning}',
  'rules: {no-such-rule: off}',
  'procedures: {include: "docs/**"}',
  'issues: {perRun: -1}',
  'overrides: [{rules: {}}]',
])('the published schema refuses `%s` as the reader does', (text) => {
  expect(accepts(parse(text))).toBe(false);
  expect(problemsOf(text)).toHaveLength(1);
});

const configs = join(root, '../shared/data/corpora-config');
const real = existsSync(configs) ? test : test.skip;

real('the configurations of the corpora are accepted (skipped without ../shared)', async () => {
  const { readdirSync } = await import('node:fs');
  const files = readdirSync(configs).filter((name) => name.endsWith('.yml'));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) expect(problemsOf(readFileSync(join(configs, name), 'utf8'))).toEqual([]);
});
