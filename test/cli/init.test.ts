import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { FORM_PATH, feedbackForm } from '../../src/core/feedback/form.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import { type TempFolder, tempFolder, tempRepository } from '../disk/temp-folder.ts';
import { steward, TODAY } from './steward.ts';

const CONFIG = '.github/runbook-steward.yml';
const X = 'runbooks/x.md';
const FORM_LINK = 'https://github.com/acme/ops/issues/new?template=procedure-feedback.yml';
const read = (folder: TempFolder, path: string) => readFileSync(join(folder.path, path), 'utf8');

/** A clone of acme/ops. */
function clone(files: Record<string, string>, origin = 'git@github.com:acme/ops.git'): TempFolder {
  const folder = tempRepository(files);
  folder.git('remote', 'add', 'origin', origin);
  return folder;
}

describe('init', () => {
  test('writes a configuration that is valid and switches the check on', async () => {
    const folder = tempFolder({ [X]: '# X\n' });
    const { code, out } = await steward(folder, ['init']);
    expect({ code, out }).toEqual({
      code: 0,
      out: `written  ${CONFIG}\n\n1 procedure found (steward list). Once it is merged, a pull request fails for new failures.\nNext: steward check, then steward init --form for feedback.\n`,
    });
    const text = read(folder, CONFIG);
    const policy = readPolicy({ repository: { path: CONFIG, text }, organisation: null, today: '2026-11-23' });
    expect([policy.advisory, policy.problems]).toEqual([false, []]);
  });

  test('the keys that it shows in comments are valid too', async () => {
    const folder = tempFolder();
    await steward(folder, ['init']);
    const text = read(folder, CONFIG)
      .replace(/^# (?=\w+:$)/gm, '')
      .replace(/^# {3}/gm, '  ');
    expect(Object.keys(parse(text))).toEqual(['enforce', 'procedures', 'owners', 'review', 'feedback']);
    const policy = readPolicy({ repository: { path: CONFIG, text }, organisation: null, today: '2026-11-23' });
    expect(policy.problems).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['a configuration', ['init'], CONFIG],
    ['a form', ['init', '--form'], FORM_PATH],
  ])('never overwrites %s', async (_, args, path) => {
    const folder = tempFolder({ [path]: 'enforce: off # mine\n' });
    const { code, out } = await steward(folder, args);
    expect({ code, out }).toEqual({ code: 0, out: `kept     ${path}: it is there already\n` });
    expect(read(folder, path)).toBe('enforce: off # mine\n');
  });

  test('follows no link out of the folder', async () => {
    const [folder, outside] = [tempFolder(), tempFolder()];
    symlinkSync(outside.path, join(folder.path, '.github'));
    expect(await steward(folder, ['init'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`Did not write ${CONFIG}, because .github is not a folder.`),
    });
  });
});

test('init --form writes the form, with the label as the configuration calls it', async () => {
  const folder = tempFolder({ [CONFIG]: 'labels: {feedback: "ops: feedback"}\n' });
  const { out } = await steward(folder, ['init', '--form']);
  expect(out).toBe(
    `written  ${FORM_PATH}\n\nThe app makes the label ops: feedback on first use; without the app, make it by hand.\n`,
  );
  expect(read(folder, FORM_PATH)).toBe(feedbackForm('ops: feedback'));
});

describe('init --footer', () => {
  const LINE = (path: string) => `[Something wrong or unclear here? Tell the owner.](${FORM_LINK}&procedure=${path})`;

  test('gives each procedure its line, once, and names what it left alone', async () => {
    const folder = clone({ [FORM_PATH]: '', [X]: '# X\r\n', 'runbooks/open.md': '# O\n\n```\n', 'README.md': '# R\n' });
    const first = await steward(folder, ['init', '--footer']);
    expect(first).toEqual({
      code: 2,
      out: `left alone  runbooks/open.md: its end cannot be changed safely (an open code block, comment or HTML element)
written     ${X}
1 feedback line written, 0 there already, 1 left alone
`,
      err: '',
    });
    expect(read(folder, X)).toBe(`# X\r\n\r\n${LINE(X)}\r\n`);
    expect(read(folder, 'runbooks/open.md')).toBe('# O\n\n```\n');
    expect(read(folder, 'README.md')).toBe('# R\n');
    const second = await steward(folder, ['init', '--footer']);
    expect(second.out).toContain('0 feedback lines written, 1 there already, 1 left alone');
    expect(read(folder, X)).toBe(`# X\r\n\r\n${LINE(X)}\r\n`);
  });

  test('a procedure that moved gets its new link, in its old line', async () => {
    const folder = clone({ [FORM_PATH]: '', 'runbooks/y.md': `# Y\n\n${LINE('runbooks/old.md')}\n\nEnd\n` });
    const { code } = await steward(folder, ['init', '--footer']);
    expect([code, read(folder, 'runbooks/y.md')]).toEqual([0, `# Y\n\n${LINE('runbooks/y.md')}\n\nEnd\n`]);
  });

  test('together with --form the line leads to the form', async () => {
    const folder = clone({ [X]: '# X\n' });
    await steward(folder, ['init', '--form', '--footer']);
    expect(read(folder, X)).toBe(`# X\n\n${LINE(X)}\n`);
  });

  test('needs the form', async () => {
    const folder = clone({ [X]: '# X\n' });
    expect(await steward(folder, ['init', '--footer'])).toEqual({
      code: 2,
      out: '',
      err: 'steward: The feedback line leads to the form, and there is none here: add --form.\n',
    });
  });

  test('needs to know the repository', async () => {
    const folder = tempFolder({ [X]: '# X\n', [FORM_PATH]: '' });
    expect(await steward(folder, ['init', '--footer'])).toEqual({
      code: 2,
      out: '',
      err: 'steward: The feedback line needs the name of the repository on GitHub, and this folder has no remote `origin` there: run in a clone.\n',
    });
  });
});

describe('the link is printed where the clone tells the repository', () => {
  test.each<[string, string]>([
    ['git@github.com:acme/ops.git', 'https://github.com/acme/ops/issues/new?'],
    ['https://token@github.com/acme/ops', 'https://github.com/acme/ops/issues/new?'],
    ['ssh://git@ssh.github.com:443/acme/ops.git', 'https://github.com/acme/ops/issues/new?'],
    ['git@github.com-work:acme/ops.git', 'https://github.com/acme/ops/issues/new?'],
    ['https://github.acme.example/acme/ops.git', 'https://github.acme.example/acme/ops/issues/new?'],
    ['git@acme.ghe.com:acme/ops.git', 'https://acme.ghe.com/acme/ops/issues/new?'],
  ])('%s', async (origin, link) => {
    const folder = clone({ [X]: '# X\n', [FORM_PATH]: '' }, origin);
    const who = await steward(folder, ['who', X, ...TODAY]);
    expect(who.out).toContain(
      `  feedback      ${link}template=procedure-feedback.yml&procedure=${X}  not checked: whether it is questioned (needs GitHub: open reports)\n`,
    );
    const list = await steward(folder, ['list', ...TODAY]);
    expect(list.out).toContain(
      `\nSomething wrong in one of them: ${link}template=procedure-feedback.yml (steward who <path> fills it in)\nNot checked: which are questioned (needs GitHub: open reports).\n`,
    );
  });

  test.each(['https://gitlab.com/acme/ops.git', 'git@bitbucket.org:acme/ops.git', 'https://git.acme.example/acme/ops'])(
    'and not for %s',
    async (origin) => {
      const folder = clone({ [X]: '# X\n' }, origin);
      for (const args of [['who', X], ['list']]) {
        expect((await steward(folder, [...args, ...TODAY])).out).not.toContain('issues/new');
      }
    },
  );

  test('JSON and CSV stay as they are', async () => {
    const [plain, cloned] = [tempRepository({ [X]: '# X\n' }), clone({ [X]: '# X\n' })];
    for (const args of [
      ['who', X, '--format', 'json'],
      ['list', '--format', 'json'],
      ['list', '--format', 'csv'],
    ]) {
      expect(await steward(cloned, [...args, ...TODAY])).toEqual(await steward(plain, [...args, ...TODAY]));
    }
  });
});
