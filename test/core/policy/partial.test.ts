// core/policy: a snapshot that holds only what a pull request affects.
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.ts';
import { certainRepairs } from '../../../src/core/policy/certain-fixes.ts';
import { check } from '../../../src/core/policy/check.ts';
import { ownersNamed } from '../../../src/core/policy/owners-named.ts';
import { titleOf } from '../../../src/core/policy/report/title.ts';
import type { Snapshot } from '../../../src/core/snapshot.ts';
import { type Case, snapshotOf } from './snapshot-of.ts';

const CONFIG = '.github/runbook-steward.yml';
const CODEOWNERS = '.github/CODEOWNERS';
const clock = () => '2026-11-23';

function partial(world: Case): Snapshot {
  const snapshot = snapshotOf(world);
  return { ...snapshot, head: { ...snapshot.head, paths: null, isPartial: true } };
}

function verdictOn(snapshot: Snapshot) {
  const judged = check(snapshot, { today: clock });
  if ('verdict' in judged) return judged.verdict;
  throw new Error('cannot decide');
}

const base = { [CONFIG]: '', 'runbooks/a.md': '---\nowner: "@acme/sre"\n---\n# A\n' };

test('a procedure that is superseded by one that was not read is no finding, and that it was not checked is said', () => {
  const verdict = verdictOn(
    partial({ base, head: { ...base, 'runbooks/a.md': '---\nsuperseded_by: other\n---\n# A\n' } }),
  );
  expect(verdict.findings.map(({ rule }) => rule)).not.toContain('superseded-resolves');
  const missing = verdict.notChecked.filter(({ reason }) => reason === 'looked among the affected procedures only');
  expect(missing.map(({ rule }) => rule)).toEqual(['id-unique', 'superseded-resolves', 'procedure-linked']);
});

test('a change that leaves no procedure behind does not say that there is none', () => {
  const verdict = verdictOn(partial({ base, head: { [CONFIG]: '', [CODEOWNERS]: '/.github/ @acme/sre\n' } }));
  expect(titleOf(verdict)).toBe('No procedure is affected');
});

test('the owners to ask for are named once, whatever their case', () => {
  const owned = (owner: string) => `---\nowner: "${owner}"\n---\n`;
  const head = {
    'runbooks/a.md': owned('@acme/SRE'),
    'runbooks/b.md': owned('@acme/sre'),
    'runbooks/c.md': owned('@ada'),
  };
  expect(ownersNamed(partial({ base, head }), clock)).toEqual(['@acme/sre', '@ada']);
});

describe('what GitHub says of CODEOWNERS', () => {
  const error = {
    path: CODEOWNERS,
    line: 2,
    column: 4,
    kind: 'Unknown owner',
    message: 'No @acme/x\n\n  /a @acme/x\n     ^',
    suggestion: null,
  };
  const files = { ...base, [CODEOWNERS]: '/.github/ @acme/sre\n/a @@bad\n' };
  const head = { ...files, 'runbooks/a.md': '---\nowner: "@acme/sre"\n---\n# B\n' };
  const said = (errors: Snapshot['head']['codeownersErrors']) => {
    const snapshot = snapshotOf({ base: files, head });
    const side = { ...snapshot.head, ...(errors ? { codeownersErrors: errors } : {}) };
    return verdictOn({ ...snapshot, head: side })
      .findings.filter(({ rule }) => rule === 'codeowners-valid')
      .map(({ line, column, message, fix }) => [line, column, message, fix?.text]);
  };

  test('takes the place of what this tool reads out of it', () => {
    expect(said([error])).toEqual([[2, 4, 'GitHub skips this line: No @acme/x', 'Correct the line, or take it out.']]);
    expect(said([])).toEqual([]);
    expect(said(undefined)).toHaveLength(1);
  });

  test('of another file counts for nothing', () => {
    expect(said([{ ...error, path: 'docs/CODEOWNERS' }])).toEqual([]);
  });

  test('is cut and never empty', () => {
    expect(said([{ ...error, message: '' }])).toEqual([
      [2, 4, 'GitHub skips this line: Unknown owner.', 'Correct the line, or take it out.'],
    ]);
    expect(String(said([{ ...error, message: 'x'.repeat(5000), line: 0 }])[0]?.[2])).toHaveLength(324);
  });
});

describe('certain repairs', () => {
  const owned = { ...base, [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/ @acme/sre\n' };
  const head = { ...owned, 'runbooks/b.md': '# B\n' };
  const repairs = (snapshot: Snapshot) =>
    certainRepairs(snapshot, verdictOn(snapshot).findings).map(({ path, before, after }) => [path, before, after]);

  test('are whole new texts, of the files that have some', () => {
    expect(repairs(partial({ base: owned, head }))).toEqual([
      ['runbooks/b.md', '# B\n', '---\nowner: "@acme/sre"\n---\n\n# B\n'],
    ]);
  });

  test('leave out a CODEOWNERS that is behind the one that was judged', () => {
    const fix = { text: '', certain: true, edits: [{ path: CODEOWNERS, start: 0, end: 0, insert: 'x\n' }] };
    const place = { path: CODEOWNERS, line: 1, column: 1 };
    const findings: readonly Finding[] = [
      { rule: 'policy-owned', level: 'warning', enforced: false, ...place, message: '', docs: '', fix },
    ];
    const snapshot = partial({ base: owned, head });
    expect(certainRepairs(snapshot, findings)).toHaveLength(1);
    const behind = { ...snapshot.head, files: [{ path: CODEOWNERS, text: '# older\n' }] };
    expect(certainRepairs({ ...snapshot, head: behind }, findings)).toEqual([]);
  });
});
