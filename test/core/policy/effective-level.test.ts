// How much a finding weighs: the default, `rules`, then `overrides`.
import { expect, test } from '@jest/globals';
import { type Level, RULE_IDS, type RuleId } from '../../../src/core/finding.ts';
import { configuredLevel } from '../../../src/core/policy/configured-level.ts';
import { effectiveLevel } from '../../../src/core/policy/effective-level.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';
import { RULES } from '../../../src/core/policy/rules.ts';

const policy = readPolicy({
  repository: {
    path: 'c.yml',
    text: `
rules: {owner-declared: warning, id-unique: off}
overrides:
  - {files: ["docs/legacy/**"], rules: {owner-declared: notice, owner-valid: off}, until: 2026-12-31}
  - {files: ["docs/legacy/new/**"], rules: {owner-declared: failure}}
  - {files: ["**/*.sop.md"], rules: {id-unique: failure}, until: 2026-01-31}
`,
  },
  organisation: null,
  today: '2026-11-20',
});

test.each<[RuleId, string | null, string, string]>([
  ['owner-exists', 'docs/a.md', '2026-11-20', 'failure'],
  ['sections-present', 'docs/a.md', '2026-11-20', 'off'],
  ['owner-declared', 'docs/a.md', '2026-11-20', 'warning'],
  ['owner-declared', null, '2026-11-20', 'warning'],
  ['owner-declared', 'docs/legacy/a.md', '2026-11-20', 'notice'],
  ['owner-declared', 'DOCS/Legacy/a.md', '2026-11-20', 'notice'],
  ['owner-declared', 'docs/legacy/a.md', '2026-12-31', 'notice'],
  ['owner-declared', 'docs/legacy/a.md', '2027-01-01', 'warning'],
  ['owner-declared', 'docs/legacy/new/a.md', '2026-11-20', 'failure'],
  ['owner-declared', 'docs/legacy/new/a.md', '2099-01-01', 'failure'],
  ['owner-valid', 'docs/legacy/new/a.md', '2026-11-20', 'off'],
  ['id-unique', 'docs/a.sop.md', '2026-11-20', 'off'],
  ['id-unique', 'docs/a.sop.md', '2026-01-31', 'failure'],
])('%s in %s on %s is a %s', (rule, path, today, level) => {
  const asked = RULES.find(({ id }) => id === rule);
  expect(asked && effectiveLevel(policy, asked, undefined, path, today)).toBe(level);
});

test('where the configuration says nothing there is no configured level', () => {
  expect(configuredLevel(policy, 'owner-exists', 'docs/a.md', '2026-11-20')).toBeNull();
  expect(configuredLevel(policy, 'owner-declared', 'docs/a.md', '2026-11-20')).toBe('warning');
});

test.each<[string, Level, Level | undefined, string, Level]>([
  ["a finding that says nothing has the rule's level", 'failure', undefined, 'docs/a.md', 'failure'],
  ['a finding milder than its rule stays milder', 'failure', 'warning', 'docs/a.md', 'warning'],
  [
    'a finding graver than its rule is graver where nobody configured the rule',
    'notice',
    'failure',
    'docs/a.md',
    'failure',
  ],
])('%s', (_, level, said, path, expected) => {
  expect(effectiveLevel(policy, { id: 'owner-exists', level }, said as 'warning', path, '2026-11-20')).toBe(expected);
});

test('a configured level holds against a graver finding, and a milder finding stays milder', () => {
  const rule = { id: 'owner-declared', level: 'failure' } as const;
  expect(effectiveLevel(policy, rule, 'notice', 'docs/a.md', '2026-11-20')).toBe('notice');
  expect(effectiveLevel(policy, rule, 'failure', 'docs/a.md', '2026-11-20')).toBe('warning');
  expect(effectiveLevel(policy, { id: 'id-unique', level: 'failure' }, 'warning', 'docs/a.md', '2026-11-20')).toBe(
    'off',
  );
});

/** Contract §4. */
const CONTRACT: Readonly<Record<RuleId, Level>> = {
  'config-valid': 'failure',
  'procedure-readable': 'notice',
  'front-matter-parses': 'failure',
  'metadata-valid': 'warning',
  'owner-declared': 'failure',
  'owner-valid': 'failure',
  'owner-exists': 'failure',
  'owner-can-act': 'failure',
  'owner-single': 'warning',
  'owner-is-team': 'notice',
  'owner-recorded': 'notice',
  'codeowners-present': 'warning',
  'codeowners-valid': 'warning',
  'codeowners-covers': 'failure',
  'codeowners-specific': 'warning',
  'codeowners-agrees': 'warning',
  'codeowners-live': 'notice',
  'policy-owned': 'warning',
  'id-unique': 'failure',
  'review-dated': 'notice',
  'review-current': 'warning',
  'review-evidence': 'notice',
  'risk-classified': 'notice',
  'risk-plausible': 'notice',
  'change-preapproved': 'failure',
  'preapproval-holds': 'failure',
  'contact-is-group': 'notice',
  'sections-present': 'off',
  'superseded-resolves': 'warning',
  'procedure-linked': 'warning',
};

test('every rule of the contract is built, in its order, with its default level', () => {
  expect(RULES.map(({ id, level }) => [id, level])).toEqual(Object.entries(CONTRACT));
  expect(RULES.map(({ id }) => id)).toEqual(RULE_IDS);
});
