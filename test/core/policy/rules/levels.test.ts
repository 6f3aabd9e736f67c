// Every rule obeys the configuration in the same way.
import { describe, expect, test } from '@jest/globals';
import type { RuleId } from '../../../../src/core/finding.ts';
import { RULES } from '../../../../src/core/policy/rules.ts';
import type { Files } from '../snapshot-of.ts';
import { CODEOWNERS, CONFIG, type Told, told, type World } from './told.ts';

const A = 'runbooks/a.md';
const page = (metadata: string): Files => ({ [A]: `---\n${metadata}\n---\n` });
const linked = { base: { [A]: '[b](b.md)\n', 'runbooks/b.md': '# B\n' }, head: { [A]: '[b](b.md)\n' } };
const standard =
  'change: {type: standard, preapproval: {by: "@acme/cab", ref: CHG-1, on: 2026-01-01, expires: 2027-01-01}}';
const edited = { base: page(standard), head: { [A]: `---\n${standard}\n---\nMore.\n` } };
const reviewed = { base: page('last_reviewed_on: 2026-01-01'), head: page('last_reviewed_on: 2026-11-01') };

/** A world in which the rule says one thing, and `of` which file. The configuration is the test's, and `also` stands in it. */
const SPEAKING: Readonly<Record<string, World & { readonly of?: string; readonly also?: string }>> = {
  'config-valid': { head: page('risk: low'), also: 'enforced: new\n', of: CONFIG },
  'procedure-readable': { head: { [A]: { unreadable: 'binary' } } },
  'front-matter-parses': { head: page('owner: @acme/dba') },
  'metadata-valid': { head: page('risk: hihg') },
  'owner-declared': { head: page('risk: low') },
  'owner-valid': { head: page('owner: TBD') },
  'owner-exists': { head: page('owner: "@acme/dba"'), owners: { '@acme/dba': 'missing' } },
  'owner-can-act': { head: page('owner: "@acme/dba"'), owners: { '@acme/dba': 'empty' } },
  'owner-single': { head: page('owner: ["@acme/a", "@acme/b"]') },
  'owner-is-team': { head: page('owner: "@jdoe"') },
  'owner-recorded': { head: { ...page('risk: low'), [CODEOWNERS]: '/runbooks/ @acme/dba\n' } },
  'codeowners-present': { head: page('risk: low'), of: CODEOWNERS },
  'codeowners-valid': { head: { [CODEOWNERS]: '/a/ nobody\n' }, of: CODEOWNERS },
  'codeowners-covers': { head: { ...page('risk: low'), [CODEOWNERS]: '' } },
  'codeowners-specific': { head: { ...page('risk: low'), [CODEOWNERS]: '* @acme/all\n' } },
  'codeowners-agrees': { head: { ...page('owner: "@acme/dba"'), [CODEOWNERS]: '/runbooks/ @acme/sre\n' } },
  'codeowners-live': { head: { [CODEOWNERS]: '/gone/ @acme/dba\n' }, of: CODEOWNERS },
  'policy-owned': { head: { [CODEOWNERS]: '/.github/runbook-steward.yml @acme/leads\n' }, of: CODEOWNERS },
  'id-unique': { head: { ...page('id: x'), 'sop/b.md': '---\nid: x\n---\n' } },
  'review-dated': { head: page('risk: low') },
  'review-current': { head: page('last_reviewed_on: 2019-01-01') },
  'review-evidence': reviewed,
  'risk-classified': { head: page('title: A') },
  'risk-plausible': { head: { [A]: '---\nrisk: low\n---\n```sh\nrm -rf /srv\n```\n' } },
  'change-preapproved': { head: page('change: {type: standard}') },
  'preapproval-holds': edited,
  'contact-is-group': { head: page('contacts: jane.doe@acme.com') },
  'sections-present': { head: page('title: A') },
  'superseded-resolves': { head: page('superseded_by: gone') },
  'procedure-linked': linked,
};

function toldUnder(rule: RuleId, configuration: string): readonly Told[] {
  const { of = A, also = '', ...world } = SPEAKING[rule] ?? { head: {} };
  const file = { [CONFIG]: `${also}${configuration}` };
  const base = world.base ? { base: { ...world.base, ...file } } : {};
  return told(rule, { ...world, head: { ...world.head, ...file }, ...base }).filter(
    ({ at, says }) => at.startsWith(`${of}:`) && !says.includes('lapsed'),
  );
}

test('there is a world for every rule', () => {
  expect(Object.keys(SPEAKING)).toEqual(RULES.map(({ id }) => id));
});

describe.each(RULES.map(({ id, level }) => [id, level] as const))('%s', (rule, level) => {
  const of = SPEAKING[rule]?.of ?? A;
  const levels = (configuration: string) => toldUnder(rule, configuration).map((one) => one.level.replace('!', ''));
  const override = (files: string, to: string, until: string) =>
    `overrides: [{files: ["${files}"], rules: {${rule}: ${to}}, until: ${until}}]\n`;

  test('has its default level', () => {
    expect(levels('')).toEqual(level === 'off' ? [] : [rule === 'config-valid' ? 'warning' : level]);
  });

  test.each(['failure', 'warning', 'notice'] as const)('is a %s where the rules say so', (to) => {
    const isMilder = rule === 'config-valid' && to === 'failure';
    expect(levels(`rules: {${rule}: ${to}}\n`)).toEqual([isMilder ? 'warning' : to]);
  });

  test('is silent where the rules say off', () => {
    expect(levels(`rules: {${rule}: off}\n`)).toEqual([]);
  });

  test('obeys an override of the file, to its last day and not longer, and of no other file', () => {
    const on = `rules: {${rule}: warning}\n`;
    expect(levels(on + override(of, 'notice', '2026-11-23'))).toEqual(['notice']);
    expect(levels(on + override(of, 'off', '2026-11-23'))).toEqual([]);
    expect(levels(on + override(of, 'notice', '2026-11-22'))).toEqual(['warning']);
    expect(levels(on + override('elsewhere/**', 'off', '2026-11-23'))).toEqual(['warning']);
  });

  test('enforces a failure and nothing else', () => {
    const enforced = (to: string) => toldUnder(rule, `rules: {${rule}: ${to}}\n`).map((one) => one.level.endsWith('!'));
    if (rule !== 'config-valid') expect(enforced('failure')).toEqual([true]);
    expect(enforced('warning')).toEqual([false]);
  });
});
