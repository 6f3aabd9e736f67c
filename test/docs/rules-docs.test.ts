// test/docs: every rule is explained, and what its page claims is what the code does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { applyEdits } from '../../src/core/edit.ts';
import type { RuleId } from '../../src/core/finding.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import { RULES } from '../../src/core/policy/rules.ts';
import type { OwnerState, Unreadable } from '../../src/core/snapshot.ts';
import { type Circumstances, judge, quoted, TODAY } from './judge-example.ts';
import { type ExampleFile, exampleIn, fencesUnder, type Page, readPage } from './rule-page.ts';

const folder = join(import.meta.dirname, '../../docs/rules');
const textOf = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8');
const names = readdirSync(folder).map((name) => name.replace(/\.md$/, ''));
const pages: ReadonlyMap<string, Page> = new Map(names.map((name) => [name, readPage(textOf(name))]));
const pageOf = (name: string): Page => pages.get(name) ?? { title: '', rows: [], sections: [] };

const SHAPE = [
  '',
  'What it says',
  'Why it matters',
  'Wrong',
  'Right',
  'How to mend it',
  'When it does not speak',
  'Configure it',
  'Related rules',
];

/** What the examples need that is no file. */
const CIRCUMSTANCES: Readonly<Record<string, Circumstances>> = {
  'procedure-readable': { unreadable: [{ path: 'runbooks/database/fail-over.md', unreadable: 'symlink' }] },
  'owner-exists': { owners: [{ handle: '@acme/storage-sre', state: 'missing' }] },
  'owner-can-act': { owners: [{ handle: '@acme/facilities', state: 'no-write' }] },
};

const GITHUB_KNOWS: readonly OwnerState[] = ['@acme/storage', '@acme/incident-command'].map((handle) => ({
  handle,
  state: 'alive',
}));

test('the pages are those of the rules, and the index', () => {
  expect([...names].sort()).toEqual(['README', ...RULES.map(({ id }) => id)].sort());
});

test('the index lists every rule in order, with its level', () => {
  const listed = pageOf('README').rows.map(([rule, level]) => [rule, level]);
  expect(listed).toEqual(RULES.map(({ id, level }) => [`[${id}](${id}.md)`, level]));
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const page = pageOf(id);
  const [level, about, fixed, needsGitHub, since] = page.rows[0] ?? [];
  const wrong = exampleIn(page, 'Wrong');
  const fixesOf = (files: readonly ExampleFile[]) =>
    judge(files, CIRCUMSTANCES[id]).findings.flatMap(({ rule: name, fix }) => (name === id && fix ? [fix] : []));

  test('has the shape of all pages, and the level of the rule', () => {
    expect(page.title).toBe(id);
    expect(page.sections.map(({ heading }) => heading)).toEqual(SHAPE);
    expect({ level, about, since }).toEqual({ level: rule.level, about: rule.about, since: '0.1.0' });
  });

  test('quotes what the check says of the wrong example', () => {
    expect(wrong.says).toEqual([quoted(judge(wrong.files, CIRCUMSTANCES[id]), id)]);
    expect(wrong.says).not.toEqual(['']);
  });

  test('shows a right example of which the rule says nothing', () => {
    const right = exampleIn(page, 'Right').files;
    expect(right).not.toEqual([]);
    const { findings } = judge(right, { owners: GITHUB_KNOWS });
    expect(findings.filter((finding) => finding.rule === id)).toEqual([]);
  });

  test('says of --fix what the fixes of the wrong example say and do', () => {
    const certain = fixesOf(wrong.files).map(({ certain }) => certain);
    const claim = certain.every(Boolean) ? 'yes' : certain.some(Boolean) ? 'in part' : 'no';
    expect(fixed).toBe(claim);

    const edits = fixesOf(wrong.files).flatMap((fix) => (fix.certain ? fix.edits : []));
    const repaired = wrong.files.map((example) => ({
      ...example,
      text: applyEdits(
        example.text,
        edits.filter((edit) => edit.path === example.path),
      ),
    }));
    expect(fixesOf(repaired)).toHaveLength(certain.filter((isCertain) => !isCertain).length);
  });

  test('says what is listed as not checked, and whether it needs GitHub', () => {
    const runs = [judge(wrong.files), judge(wrong.files, { isTreeKnown: false })];
    const reasons = runs.flatMap(({ notChecked }) => notChecked).filter((missing) => missing.rule === id);
    for (const { reason } of reasons) expect(textOf(id)).toContain(reason);
    expect(needsGitHub !== 'no').toBe(reasons.some(({ reason }) => reason.startsWith('needs GitHub')));
  });

  test('shows how to set its level, for all files and for some of them until a day', () => {
    const [block] = fencesUnder(page, 'Configure it');
    const { rules, overrides } = parseDocument(block?.text ?? '').toJS();
    expect(Object.keys(rules)).toEqual([id]);
    expect(Object.keys(overrides[0].rules)).toEqual([id]);
    expect(overrides[0].until > TODAY).toBe(true);
  });
});

describe('a YAML block is a configuration without a problem', () => {
  const blocks = [...pages].flatMap(([name, { sections }]) =>
    sections.flatMap(({ heading, fences }) =>
      fences.filter(({ language }) => language === 'yaml').map(({ text }) => ({ name, heading, text })),
    ),
  );

  test.each(blocks)('$name: $heading', ({ name, heading, text }) => {
    expect(parseDocument(text).errors).toEqual([]);
    const isMeantWrong = name === 'config-valid' && heading === 'Wrong';
    const repository = { path: '.github/runbook-steward.yml', text };
    const { problems } = readPolicy({ repository, organisation: null, today: TODAY });
    expect(problems.length > 0).toBe(isMeantWrong);
  });
});

describe('a message that a page only mentions is a real one', () => {
  const codeowners = file('.github/CODEOWNERS', '/docs/ @acme/writers\n');
  const future = file('runbooks/x.md', '---\nlast_reviewed_on: 2027-01-10\n---\n');
  const restore: ExampleFile = { ...file('runbooks/database/restore.md', '# Restore\n'), side: 'base' };
  const moved: ExampleFile = { ...restore, path: 'runbooks/database/restore-from-backup.md', side: 'head' };
  const link = file('runbooks/database/fail-over.md', '[restore](restore.md)\n');
  const renamed = [{ path: moved.path, previousPath: restore.path }];

  test.each<readonly [rule: RuleId, when: string, files: readonly ExampleFile[], circumstances: Circumstances]>([
    ['procedure-readable', 'a submodule', [], unreadable('submodule')],
    ['procedure-readable', 'a Git LFS pointer', [], unreadable('lfs-pointer')],
    ['procedure-readable', 'a binary file', [], unreadable('binary')],
    ['procedure-readable', 'not UTF-8', [], unreadable('not-utf8')],
    ['procedure-readable', 'UTF-16', [], unreadable('utf-16')],
    ['procedure-readable', 'too large', [], unreadable('too-large')],
    ['procedure-readable', 'not to be opened', [], unreadable('denied')],
    ['procedure-readable', 'a name that is not UTF-8', [], unreadable('path-not-utf8')],
    ['owner-exists', 'no access', [ownedBy('@jdoe')], owner('@jdoe', 'no-access')],
    ['owner-can-act', 'an empty team', [ownedBy('@acme/facilities')], owner('@acme/facilities', 'empty')],
    ['owner-can-act', 'a secret team', [ownedBy('@acme/facilities')], owner('@acme/facilities', 'secret')],
    ['codeowners-covers', 'no rule matches', [codeowners, ownedBy('@acme/sre')], {}],
    ['review-dated', 'a day to come', [future], {}],
    ['procedure-linked', 'a removed file', [restore, link], {}],
    ['procedure-linked', 'a renamed file', [restore, moved, link], { renamed }],
  ])('%s: %s', (rule, _, files, circumstances) => {
    const findings = judge(files, circumstances).findings.filter((finding) => finding.rule === rule);
    expect(findings).toHaveLength(1);
    const page = textOf(rule).replace(/\s+/g, ' ');
    for (const { message } of findings) expect(page).toContain(message.replace(/^The link .* nowhere: /, ''));
  });
});

function file(path: string, text: string): ExampleFile {
  return { path, text, side: 'both' };
}

function ownedBy(handle: string): ExampleFile {
  return file('runbooks/x.md', `---\nowner: "${handle}"\n---\n`);
}

function unreadable(why: Unreadable): Circumstances {
  return { unreadable: [{ path: 'runbooks/x.md', unreadable: why }] };
}

function owner(handle: string, state: OwnerState['state']): Circumstances {
  return { owners: [{ handle, state }] };
}
