// test: `npm run demo` shows the whole loop, checks itself, and takes any folder.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { toTerminal } from '../scripts/demo-markdown.ts';
import { difference } from '../scripts/demo-scene.ts';
import type { Checked } from '../scripts/demo-world.ts';
import { PLAIN } from '../src/core/policy/report/text.ts';
import { tempFolder } from './disk/temp-folder.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const root = join(import.meta.dirname, '..');
const script = join(root, 'scripts/demo.ts');

function demo(...args: readonly string[]) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  return spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8', env });
}

/** Headings of pull requests and headlines of check runs. */
function outline(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => /^(#\d|[✔✘■⊘])/.test(line));
}

test('the example: five pull requests, two pressed buttons, and it ends by itself without a terminal', () => {
  const { status, stdout, stderr } = demo();
  expect(stderr).toBe('');
  expect(outline(stdout)).toEqual([
    '#1 Page the commander first  grace: page-the-commander-first → main',
    '✔ Procedure ownership: success  1 procedure in order',
    '#2 Add two runbooks  grace: add-two-runbooks → main',
    '✘ Procedure ownership: failure  1 of 2 procedures has front matter that cannot be read, and 1 more rule fails',
    '✘ Procedure ownership: failure  1 of 2 procedures has no owner',
    '✔ Procedure ownership: success  2 procedures in order',
    '#3 Stop asking all of engineering  grace: stop-asking-all-of-engineering → main',
    '✘ Procedure ownership: failure  1 of 1 procedure is given to nobody by CODEOWNERS',
    '✔ Procedure ownership: success  1 procedure in order',
    '#4 Add a runbook, relax the checks  grace: add-a-runbook-relax-the-checks → main',
    '✘ Procedure ownership: failure  1 of 1 procedure has no owner',
    '#5 Hand the queue to payments  eve: eve:hand-the-queue-to-payments → main',
    '✘ Procedure ownership: failure  1 of 1 procedure has an owner that cannot act',
  ]);
  expect(stdout).toContain(
    '  runbooks/network/rotate-the-edge-keys.md:3 failure `owner` begins with `@`, which YAML does not allow without quotes.',
  );
  expect(stdout).toContain('  [ Fix ownership ] Commit what is certain to this branch\n');
  expect(stdout).toMatch(
    /\n5 pull requests\. Requests to GitHub: \d+(, \d+){4}\. Milliseconds from opened to completed: \d+(, \d+){4}\.\n$/,
  );
  expect(status).toBe(0);
});

test('on a terminal it goes on until Ctrl-C, pressed once or twice, and ends well', async () => {
  // `exec`: a shell that waits for the process would die of the Ctrl-C itself, and its status would be the one told.
  const child = spawn('script', ['-qec', `exec '${process.execPath}' '${script}'`, '/dev/null'], { cwd: root });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const before = shown.includes('Ctrl-C stops it');
    shown += text;
    if (!before && shown.includes('Ctrl-C stops it')) child.stdin.write('\u0003\u0003');
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(shown).toContain('\u001B[32m✔ Procedure ownership: success\u001B[39m');
  expect(shown).toMatch(/curl -H 'Authorization: token \w+' http:\/\/127\.0\.0\.1:\d+\/repos\/acme\/ops\/pulls/);
  expect(shown).toMatch(/Stopped\.\s+$/);
  expect(status).toBe(0);
});

describe('a folder of your own', () => {
  const procedure = '---\ntitle: A\nowner: "@acme/sre"\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# A\n';
  const configuration = { '.github/runbook-steward.yml': 'enforce: touched\n' };

  test('its owners can act, its procedures are touched, its CODEOWNERS is deleted, and nothing in it changes', () => {
    const codeowners = '/runbooks/ @acme/sre\n/.github/ @grace\n/elsewhere/ @globex/sre\n';
    const files = { ...configuration, CODEOWNERS: `${codeowners}/CODEOWNERS @acme/sre\n`, 'runbooks/a.md': procedure };
    const folder = tempFolder(files);
    const { status, stdout, stderr } = demo(folder.path);
    expect(stderr).toBe('');
    expect(stdout).toContain('The owners that it names were made, and can act: 1 team, 1 user.\n');
    expect(stdout).toContain('Not made: 1 team of other organisations than acme.\n');
    expect(stdout).toContain('\nA line at the end of 1 of its 1 procedure.\n');
    expect(outline(stdout)).toEqual([
      '#1 Touch procedures  ada: touch-procedures → main',
      '✔ Procedure ownership: success  1 procedure in order',
      '#2 Delete CODEOWNERS  ada: delete-codeowners → main',
      expect.stringMatching(/^■ Procedure ownership: neutral {2}\d warnings? in 1 procedure$/),
    ]);
    const now = Object.keys(files).map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]);
    expect(Object.fromEntries(now)).toEqual(files);
    expect(readdirSync(folder.path).toSorted()).toEqual(['.github', 'CODEOWNERS', 'runbooks']);
    expect(status).toBe(0);
  });

  test('names and texts in it cannot colour or move anything', () => {
    const hostile = '---\ntitle: "\u001B[2J"\nowner: "@\u202Ex"\n---\n';
    const { status, stdout, stderr } = demo(
      tempFolder({ 'runbooks/a\u001B[31m\nb.md': hostile, 'runbooks/__proto__.md': '# A\n' }).path,
    );
    expect(stdout).toContain('runbooks/a\\u{1b}[31m\\nb.md');
    expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(status).toBe(0);
  });

  test.each([
    [
      'without procedures',
      () => tempFolder({ 'a.md': '# A\n' }).path,
      (path: string) =>
        `${path} has no procedures; looked for **/{runbook,runbooks,playbook,playbooks,sop,procedures}/**/*.{md,mdx,markdown,md.erb,adoc}, **/{runbook,playbook,sop}.{md,mdx}, **/*.{runbook,playbook}.md. Name yours under \`procedures.include\` in .github/runbook-steward.yml, or give another folder.\n`,
    ],
    ['that is not there', () => '/no/such/folder', (path: string) => `There is no folder ${path}: check the path.\n`],
  ])('%s: one sentence', (_, dir, says) => {
    const path = dir();
    const { status, stdout, stderr } = demo(path);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: says(path) });
  });
});

test.each([
  [{ conclusion: 'failure', title: 'A' }, null],
  [null, null],
  [{ conclusion: 'success', title: 'A' }, 'Pull request #7 ended with "failure: A", and "success: A" was expected.'],
  [{ conclusion: 'failure', title: 'B' }, 'Pull request #7 ended with "failure: A", and "failure: B" was expected.'],
])('a check run that differs from %j is told', (expects, says) => {
  const checked = { pull: { number: 7 }, run: { conclusion: 'failure', title: 'A' } } as Checked;
  expect(difference({ checked, expects })).toBe(says);
});

describe('a summary at a terminal', () => {
  test.each([
    ['paragraphs', '**A** b\n\nc `d`  \ne', 'A b\n\nc `d`\ne'],
    ['a heading', '## A\n\nb', 'A\n\nb'],
    ['what is escaped', 'a\\.b \\(c\\) &lt;d&gt;', 'a.b (c) <d>'],
    ['a link', 'a [rule](https://x.example)', 'a [rule]'],
    ['a list in a list', '- a  \n  b\n  - c\n\n- d', '- a\n  b\n  - c\n\n- d'],
    ['long lines', '- aaaa bbbb cccc dddd eeee ffff', '- aaaa bbbb cccc\n  dddd eeee ffff'],
    [
      'a table',
      '| a | b |\n|---|---|\n| `x|y` | z |\n| ❌ f | — |'.replace('x|y', 'x\\|y'),
      'a     b\nx|y   z\n❌ f  —',
    ],
    ['a fold', '<details><summary>2 notices</summary>\n\n- a\n\n</details>\n\n---\nb', '2 notices:\n\n- a\n\nb'],
    ['a block of code', '```\na\n  b\n```', 'a\n  b'],
    ['a mention that is none', 'the team @\u200Bacme/sre', 'the team @acme/sre'],
    ['control characters', 'a\u001B[1m `\u202E`', 'a\\u{1b}[1m\n`\\u{202e}`'],
    ['other HTML', '<b\u001B>x\n', '<b\\u{1b}>x'],
    ['nothing', '', ''],
  ])('%s', (_, markdown, text) => {
    expect(toTerminal(markdown, { paint: PLAIN, columns: 20 })).toBe(text);
  });
});
