import { describe, expect, test } from '@jest/globals';
import { type CheckOptions, check } from '../../../src/core/policy/check.ts';
import type { Verdict } from '../../../src/core/policy/verdict.ts';
import { type Case, snapshotOf } from './snapshot-of.ts';

const GOOD = `---
title: Fail over the database
owner: "@acme/dba"
risk: low
last_reviewed_on: 2026-10-01
review_in: 6 months
---
# Fail over
`;
const BAD = '# Fail over\n';
const OWNERS = '/runbooks/ @acme/dba @acme/oncall\n/.github/ @acme/dba\n';
const CONFIG = { '.github/runbook-steward.yml': 'enforce: new\n', '.github/CODEOWNERS': OWNERS };

function verdictOf(input: Case, options: Partial<CheckOptions> = {}): Verdict {
  const judgement = check(snapshotOf(input), { today: () => '2026-11-23', ...options });
  if ('verdict' in judgement) return judgement.verdict;
  throw new Error(`cannot decide: ${judgement.cannotDecide.map((problem) => problem.message).join(' ')}`);
}

function said({ findings }: Verdict): readonly string[] {
  return findings.map(
    ({ level, enforced, rule, path, line }) => `${level}${enforced ? '!' : ''} ${rule} ${path}:${line}`,
  );
}

describe('without a base', () => {
  test('every procedure is affected and every failure enforced', () => {
    const verdict = verdictOf({ head: { ...CONFIG, 'runbooks/a.md': BAD, 'runbooks/b.md': GOOD } });
    expect(verdict.conclusion).toBe('failure');
    expect(verdict.summary).toEqual({ procedures: 2, affected: 2, failures: 1, warnings: 0, notices: 2 });
    expect(said(verdict)).toEqual([
      'failure! owner-declared runbooks/a.md:1',
      'notice review-dated runbooks/a.md:1',
      'notice risk-classified runbooks/a.md:1',
    ]);
  });

  test('no configuration anywhere is advisory: it never fails', () => {
    const verdict = verdictOf({ head: { 'runbooks/a.md': BAD } });
    expect([verdict.conclusion, verdict.advisory]).toEqual(['neutral', true]);
    expect(said(verdict)).toContain('failure owner-declared runbooks/a.md:1');
  });

  test('--enforce enforces even without a configuration', () => {
    expect(verdictOf({ head: { 'runbooks/a.md': BAD } }, { enforce: 'touched' }).conclusion).toBe('failure');
  });

  test('an empty configuration is one: it enforces', () => {
    expect(verdictOf({ head: { '.github/runbook-steward.yml': '', 'runbooks/a.md': BAD } }).conclusion).toBe('failure');
  });

  test('enabled: false says nothing', () => {
    const verdict = verdictOf({ head: { '.github/runbook-steward.yml': 'enabled: false\n', 'runbooks/a.md': BAD } });
    expect([verdict.conclusion, verdict.findings]).toEqual(['skipped', []]);
  });

  test('a broken configuration is a finding, and the rest is judged with what can be read', () => {
    const verdict = verdictOf({
      head: { ...CONFIG, '.github/runbook-steward.yml': 'enforce: nwe\n', 'runbooks/b.md': GOOD },
    });
    expect(said(verdict)).toEqual(['failure! config-valid .github/runbook-steward.yml:1']);
  });

  test('what needs GitHub is not checked, and says so', () => {
    const verdict = verdictOf({ head: { ...CONFIG, 'runbooks/b.md': GOOD } });
    expect(verdict.conclusion).toBe('success');
    expect(verdict.notChecked.map(({ rule }) => rule)).toEqual([
      'owner-exists',
      'owner-can-act',
      'codeowners-valid',
      'review-evidence',
      'procedure-linked',
    ]);
  });

  test('a folder that cannot be listed is told, and files whose text is not there are not passed', () => {
    const input = snapshotOf({ head: { ...CONFIG, 'runbooks/b.md': GOOD } });
    const head = {
      ...input.head,
      paths: [...(input.head.paths ?? []), 'runbooks/z.md'],
      files: [...input.head.files, { path: 'secret', unreadable: 'denied' as const }],
    };
    const judgement = check({ ...input, head }, { today: () => '2026-11-23' });
    if (!('verdict' in judgement)) throw new Error('cannot decide');
    expect(said(judgement.verdict)).toEqual(['notice procedure-readable secret:1']);
    expect(judgement.verdict.notChecked).toContainEqual({
      rule: 'procedure-readable',
      reason: 'the text of runbooks/z.md is not in this clone',
    });
  });

  test('the day is that of the configured time zone, or of the one that holds where none is', () => {
    const days = { 'Pacific/Kiritimati': '2026-11-24', UTC: '2026-11-23' } as Readonly<Record<string, string>>;
    const asked: (string | null)[] = [];
    const today = (timeZone: string | null) => {
      asked.push(timeZone);
      return days[timeZone ?? ''] ?? '2026-11-22';
    };
    verdictOf({ head: { 'runbooks/a.md': BAD } }, { today });
    expect(asked.at(-1)).toBeNull();
    verdictOf({ head: { '.github/runbook-steward.yml': 'review: {timeZone: Pacific/Kiritimati}\n' } }, { today });
    expect(asked.at(-1)).toBe('Pacific/Kiritimati');
  });

  test('two runs give the same bytes', () => {
    const input = { head: { ...CONFIG, 'runbooks/a.md': BAD, 'runbooks/b.md': GOOD } };
    expect(JSON.stringify(verdictOf(input))).toBe(JSON.stringify(verdictOf(input)));
  });
});

describe('with a base', () => {
  const base = { ...CONFIG, 'runbooks/a.md': BAD, 'runbooks/b.md': GOOD };

  test('nothing that the check is about is touched: skipped', () => {
    const verdict = verdictOf({ base, head: { ...base, 'src/index.ts': '' } });
    expect([verdict.conclusion, verdict.procedures]).toEqual(['skipped', []]);
  });

  test('a failure that the base has already is shown and not enforced', () => {
    const verdict = verdictOf({ base, head: { ...base, 'runbooks/a.md': `${BAD}\nMore.\n` } });
    expect(verdict.conclusion).toBe('neutral');
    expect(said(verdict)).toContain('failure owner-declared runbooks/a.md:1');
  });

  test('enforce: touched enforces it', () => {
    const head = { ...base, 'runbooks/a.md': `${BAD}\nMore.\n` };
    expect(verdictOf({ base, head }, { enforce: 'touched' }).conclusion).toBe('failure');
  });

  test('a new failure is enforced', () => {
    const verdict = verdictOf({ base, head: { ...base, 'runbooks/b.md': BAD } });
    expect(verdict.conclusion).toBe('failure');
    expect(said(verdict)).toContain('failure! owner-declared runbooks/b.md:1');
  });

  test('a rename does not make an old failure a new one', () => {
    const { 'runbooks/a.md': moved, ...rest } = base;
    const head = { ...rest, 'runbooks/z.md': moved };
    expect(verdictOf({ base, head, renamed: { 'runbooks/z.md': 'runbooks/a.md' } }).conclusion).toBe('neutral');
  });

  test('a line of CODEOWNERS that only moved does not make an old failure a new one', () => {
    const unowned = { ...base, '.github/CODEOWNERS': '/runbooks/ @acme/dba\n/runbooks/b.md\n' };
    const head = {
      ...unowned,
      '.github/CODEOWNERS': '# Ours.\n/runbooks/ @acme/dba\n/runbooks/b.md\n',
      'runbooks/b.md': `${GOOD}\nMore.\n`,
    };
    const verdict = verdictOf({ base: unowned, head });
    expect(said(verdict)).toContain('failure codeowners-covers runbooks/b.md:1');
    expect(verdict.conclusion).toBe('neutral');
  });

  test('only the affected procedures are judged', () => {
    const verdict = verdictOf({ base, head: { ...base, 'runbooks/b.md': `${GOOD}\nMore.\n` } });
    expect(verdict.procedures.map((entry) => entry.procedure.path)).toEqual(['runbooks/b.md']);
    expect([verdict.conclusion, verdict.summary.procedures]).toEqual(['success', 2]);
  });

  test('a changed _procedures.yml affects the procedures whose metadata it changes, and no others', () => {
    const withDefaults = { ...base, 'runbooks/_procedures.yml': 'risk: low\n' };
    const head = { ...withDefaults, 'runbooks/_procedures.yml': 'risk: high\n' };
    const paths = verdictOf({ base: withDefaults, head }).procedures.map((entry) => entry.procedure.path);
    expect(paths).toEqual(['runbooks/a.md']);
  });

  test('a removed CODEOWNERS line affects the procedures that it owned, and fails for them', () => {
    const ownedBase = { ...base, '.github/CODEOWNERS': '/runbooks/a.md @acme/dba\n/runbooks/b.md @acme/dba\n' };
    const head = { ...ownedBase, '.github/CODEOWNERS': '/runbooks/a.md @acme/dba\n' };
    const verdict = verdictOf({ base: ownedBase, head });
    expect(verdict.procedures.map((entry) => entry.procedure.path)).toEqual(['runbooks/b.md']);
    expect(said(verdict)).toContain('failure! codeowners-covers runbooks/b.md:1');
  });

  test('the tip of the base gives CODEOWNERS where the change does not touch it', () => {
    const moved = { ...base, '.github/CODEOWNERS': '/runbooks/b.md @acme/dba\n' };
    const input = snapshotOf({ base: moved, head: { ...base, 'runbooks/a.md': `${BAD}\nMore.\n` } });
    const changes = input.changes?.filter(({ path }) => path !== '.github/CODEOWNERS') ?? [];
    const judgement = check({ ...input, changes }, { today: () => '2026-11-23' });
    expect('verdict' in judgement && judgement.verdict.findings.map(({ rule }) => rule)).toContain('codeowners-covers');
  });

  test('a configuration weakened in the head does not weaken its own judge, and the verdict says what it would do', () => {
    const weak = { ...base, '.github/runbook-steward.yml': 'rules: {owner-declared: off}\n', 'runbooks/b.md': BAD };
    const verdict = verdictOf({ base, head: weak });
    expect(verdict.conclusion).toBe('failure');
    expect(verdict.preview?.conclusion).not.toBe('failure');
  });

  test('a configuration deleted in the head still judges it', () => {
    const { '.github/runbook-steward.yml': _, ...deleted } = base;
    expect(verdictOf({ base, head: { ...deleted, 'runbooks/b.md': BAD } }).conclusion).toBe('failure');
  });

  test('a configuration that is a symbolic link in the head does not judge it', () => {
    const linked = { ...base, '.github/runbook-steward.yml': { unreadable: 'symlink' }, 'runbooks/b.md': BAD } as const;
    const verdict = verdictOf({ base, head: linked });
    expect(said(verdict)).toContain('failure! owner-declared runbooks/b.md:1');
    expect(said(verdict)).toContain('failure! config-valid .github/runbook-steward.yml:1');
  });

  test("the base's broken configuration cannot judge, and says where it is broken", () => {
    const broken = { ...base, '.github/runbook-steward.yml': 'enforce: maybe\n' };
    const judgement = check(snapshotOf({ base: broken, head: { ...broken, 'runbooks/b.md': BAD } }), {
      today: () => '2026-11-23',
    });
    expect(
      'cannotDecide' in judgement && judgement.cannotDecide.map(({ path, at }) => [path, at.line, at.column]),
    ).toEqual([['.github/runbook-steward.yml', 1, 10]]);
  });

  test('notices of the repository that the change did not bring are left out', () => {
    const dead = { ...base, '.github/CODEOWNERS': `${OWNERS}/gone/ @acme/dba\n` };
    const head = { ...dead, 'runbooks/b.md': `${GOOD}\nMore.\n` };
    expect(said(verdictOf({ base: dead, head }))).toEqual([]);
  });

  test('an owner that is gone fails where the change names it, and only warns elsewhere', () => {
    const owners = { '@acme/dba': 'missing', '@acme/new': 'missing' } as const;
    const touched = verdictOf({ base, head: { ...base, 'runbooks/b.md': `${GOOD}\nMore.\n` }, owners });
    expect(said(touched)).toEqual(['warning owner-exists runbooks/b.md:3']);
    const named = verdictOf({ base, head: { ...base, 'runbooks/b.md': GOOD.replace('acme/dba', 'acme/new') }, owners });
    expect(said(named)).toContain('failure! owner-exists runbooks/b.md:3');
  });
});
