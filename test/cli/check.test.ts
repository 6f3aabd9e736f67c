import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Files, tempFolder } from '../disk/temp-folder.ts';
import { acmeOps, steward, TODAY } from './steward.ts';

const CONFIG = '.github/runbook-steward.yml';
const OWNED = '---\nowner: "@acme/db"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n\n# X\n';
const UNOWNED = '---\nowner: tbd\n---\n\n# X\n';
const OVERDUE = OWNED.replace('2026-11-01', '2020-01-01');
const CODEOWNERS = { '.github/CODEOWNERS': '/runbooks/ @acme/db\n/.github/ @acme/db\n' };
const FORMATS = ['text', 'json', 'sarif', 'github', 'md'];

/** What stands in a folder, the arguments, and what `check` concludes and ends with. */
type End = readonly [what: string, files: Files, args: readonly string[], conclusion: string, code: number];
const ENDS: readonly End[] = [
  ['all in order', { 'runbooks/x.md': OWNED, ...CODEOWNERS, [CONFIG]: '' }, [], 'success', 0],
  ['a warning', { 'runbooks/x.md': OVERDUE, ...CODEOWNERS, [CONFIG]: '' }, [], 'neutral', 0],
  ['a failure', { 'runbooks/x.md': UNOWNED, ...CODEOWNERS, [CONFIG]: '' }, [], 'failure', 1],
  ['a failure without configuration', { 'runbooks/x.md': UNOWNED, ...CODEOWNERS }, [], 'neutral', 0],
  ['--enforce touched without configuration', { 'runbooks/x.md': '# X\n' }, ['--enforce', 'touched'], 'failure', 1],
  ['--enforce new without configuration', { 'runbooks/x.md': '# X\n' }, ['--enforce', 'new'], 'failure', 1],
  ['--enforce off', { 'runbooks/x.md': '# X\n', [CONFIG]: '' }, ['--enforce', 'off'], 'neutral', 0],
  ['enabled: false', { 'runbooks/x.md': '# X\n', [CONFIG]: 'enabled: false\n' }, [], 'skipped', 0],
  ['as many warnings as allowed', { 'runbooks/x.md': OVERDUE, ...CODEOWNERS }, ['--max-warnings', '1'], 'neutral', 0],
  ['a warning too many', { 'runbooks/x.md': OVERDUE, ...CODEOWNERS }, ['--max-warnings', '0'], 'neutral', 1],
  ['no procedure', { 'README.md': '# X\n', ...CODEOWNERS, [CONFIG]: '' }, [], 'success', 0],
  ['a broken configuration', { 'runbooks/x.md': OWNED, ...CODEOWNERS, [CONFIG]: 'enforce: [' }, [], 'failure', 1],
];

describe('the exit code is 1 exactly for a failure, or too many warnings', () => {
  test.each(ENDS)('%s', async (_, files, args, conclusion, code) => {
    const ran = await steward(tempFolder(files), ['check', ...TODAY, '--format', 'json', ...args]);
    expect([JSON.parse(ran.out).conclusion, ran.code]).toEqual([conclusion, code]);
  });

  test.each(FORMATS)('in the format %s too', async (format) => {
    const { code, out, err } = await steward(acmeOps(), ['check', ...TODAY, '--format', format]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('runbooks/platform/clear-a-queue-backlog.md');
  });

  test('and says which limit was passed', async () => {
    const folder = tempFolder({ 'runbooks/x.md': OVERDUE, ...CODEOWNERS });
    const { err } = await steward(folder, ['check', ...TODAY, '--max-warnings', '0']);
    expect(err).toBe('1 warning; --max-warnings allows 0.\n');
  });
});

test('the report of one folder, whole', async () => {
  const folder = tempFolder({ 'runbooks/x.md': OVERDUE, ...CODEOWNERS, [CONFIG]: 'review: {default: 1 year}\n' });
  const { out } = await steward({ path: join(folder.path) }, ['check', ...TODAY]);
  expect(out.replaceAll(folder.path.split('/').at(-1) ?? '', 'ops')).toBe(`1 warning in 1 procedure

runbooks/x.md
  4:1     warning  The review was due on 2021-01-01, 2152 days ago.  review-current
          fix Read it through, mend what is wrong, and confirm it: \`steward reviewed <path> -m "what I checked"\`.

neutral: 0 failures, 1 warning, 0 notices; 1 procedure in ops.
Configuration: .github/runbook-steward.yml of the folder.
Not checked: owner-exists, owner-can-act (needs GitHub: whether the owners exist and can act).
Not checked: codeowners-valid (needs GitHub: whether the owners that CODEOWNERS names exist and have write access).
Not checked: review-evidence, procedure-linked (needs a comparison: \`--base REF\`).
`);
});

test('JSON has the keys of the contract, in its order', async () => {
  const { out } = await steward(acmeOps(), ['check', ...TODAY, '--format', 'json']);
  const report = JSON.parse(out);
  expect(Object.keys(report)).toEqual(['version', 'conclusion', 'procedures', 'findings', 'notChecked', 'summary']);
  expect(Object.keys(report.procedures[0])).toEqual([
    ...['id', 'path', 'title', 'type', 'format', 'owner', 'codeOwners', 'codeOwnersLine', 'coverage', 'risk', 'status'],
    ...['review', 'alerts', 'services', 'tags', 'contentHash'],
  ]);
  expect(Object.keys(report.procedures[0].owner)).toEqual(['handle', 'kind', 'source', 'line']);
  expect(Object.keys(report.procedures[0].review)).toEqual(['last', 'lastBy', 'next', 'interval', 'state']);
  expect(Object.keys(report.findings[0])).toEqual([
    ...['rule', 'level', 'enforced', 'path', 'line', 'column', 'message', 'fix', 'docs'],
  ]);
  expect(Object.keys(report.notChecked[0])).toEqual(['rule', 'reason']);
  expect(Object.keys(report.summary)).toEqual(['procedures', 'affected', 'failures', 'warnings', 'notices']);
});

test('a folder whose configuration switches the app off', async () => {
  const folder = tempFolder({ 'runbooks/x.md': '# X\n', [CONFIG]: 'enabled: false\n' });
  const { out, err } = await steward(folder, ['check', ...TODAY]);
  expect({ out, err }).toEqual({ out: 'Switched off by the configuration: nothing to check.\n', err: '' });
});

test('what makes the check fail is shown before what does not', async () => {
  const overdue = Array.from({ length: 6 }, (_, i): [string, string] => [`runbooks/a${i}.md`, OVERDUE]);
  const folder = tempFolder({ ...Object.fromEntries(overdue), 'runbooks/z.md': UNOWNED, ...CODEOWNERS, [CONFIG]: '' });
  const { out } = await steward(folder, ['check', ...TODAY]);
  const order = ['runbooks/z.md', 'The review was due'].map((text) => out.indexOf(text));
  expect(order[0]).toBeGreaterThan(0);
  expect(order[1]).toBeGreaterThan(order[0] ?? 0);
});

test('--all lists each finding by itself, notices too', async () => {
  const { out } = await steward(acmeOps(), ['check', ...TODAY, '--all']);
  expect(out).not.toContain('--all lists them');
  expect(out).toContain(`runbooks/network/block-an-address.md
  1:1     notice   No review date: nobody can tell whether this is still right.  review-dated
`);
});

test.each(['json', 'sarif', 'github', 'md'])('0 procedures are told beside the format %s', async (format) => {
  const { err } = await steward(tempFolder(), ['check', '--format', format]);
  expect(err).toMatch(/^0 procedures; looked for .*; try `steward init`\.\n$/);
});

describe('--config', () => {
  const files = { 'docs/x.md': '# X\n', 'wide.yml': 'procedures: {include: ["docs/**"], exclude: []}\n' };

  test('judges by that file in the place of the repository’s', async () => {
    const folder = tempFolder({ ...files, [CONFIG]: 'enabled: false\n' });
    const { code, out } = await steward(folder, ['check', '--config', 'wide.yml', '--format', 'json']);
    expect([code, JSON.parse(out).summary.procedures]).toEqual([1, 1]);
  });

  test('is read from the current folder, not from the one that is checked', async () => {
    const folder = tempFolder({ 'wide.yml': files['wide.yml'], 'ops/docs/x.md': '# X\n' });
    const { out } = await steward(folder, ['check', 'ops', '--config', 'wide.yml', '--format', 'json']);
    expect(JSON.parse(out).summary.procedures).toBe(1);
  });

  test('a broken one cannot be run by, and each fault is named at its place', async () => {
    const folder = tempFolder({ ...files, 'bad.yml': 'enforce: nwe\nreview:\n  dueSoon: later\n' });
    expect(await steward(folder, ['check', '--config', 'bad.yml'])).toEqual({
      code: 2,
      out: '',
      err: `steward: The configuration given is broken, so nothing can be judged by it. Correct it first:
${folder.path}/bad.yml:1:10: \`enforce\` is \`nwe\`; it must be new, touched or off.
${folder.path}/bad.yml:3:12: \`review.dueSoon\` is \`later\`, which is not an interval such as \`6 months\`, \`90 days\` or \`quarterly\`.
`,
    });
  });
});

describe('the same state gives the same bytes', () => {
  test.each(FORMATS)('%s, whatever the order in which the files were made', async (format) => {
    const names = ['b', 'Ä', 'a', '😀', 'ﬁ', 'Z', 'a-b', 'a/c'];
    const files = names.map((name): [string, string] => [`runbooks/${name}.md`, `# ${name}\n`]);
    const args = ['check', 'ops', ...TODAY, '--format', format, '--enforce', 'touched'];
    const inOps = (list: typeof files) =>
      tempFolder(Object.fromEntries(list.map(([path, text]) => [`ops/${path}`, text])));
    const [one, other] = [inOps(files), inOps(files.toReversed())];
    const first = await steward(one, args);
    expect(first.out).toContain('runbooks/');
    expect(await steward(one, args)).toEqual(first);
    expect(await steward(other, args)).toEqual(first);
  });

  test.each(FORMATS)('%s, from a saved snapshot', async (format) => {
    const folder = acmeOps();
    const file = join(tempFolder().path, 'case.json');
    const seen = await steward(folder, ['check', ...TODAY, '--format', format, '--save-snapshot', file]);
    const replayed = await steward(tempFolder(), ['check', ...TODAY, '--format', format, '--replay', file]);
    expect(replayed).toEqual(seen);
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(1);
  });
});
