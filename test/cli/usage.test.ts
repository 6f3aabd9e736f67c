import { describe, expect, jest, test } from '@jest/globals';
import { tempFolder } from '../disk/temp-folder.ts';
import { commandsOf, wordsOf } from './console.ts';
import { acmeOps, steward, TODAY } from './steward.ts';

jest.setTimeout(60_000); // Two busy cores may take ten times as long.

const COMMANDS = ['check', 'list', 'due', 'who', 'report', 'reviewed', 'config', 'approval', 'init'];
const LOOKED_FOR =
  '0 procedures; looked for **/{runbook,runbooks,playbook,playbooks,sop,procedures}/**/*.{md,mdx,markdown,md.erb,adoc}, ' +
  '**/{runbook,playbook,sop}.{md,mdx}, **/*.{runbook,playbook}.md; try `steward init`.\n';

const ops = acmeOps();

test('nothing at all shows the help on the error side and could not run', async () => {
  const { code, out, err } = await steward(ops, []);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Usage: steward [options] [command]');
});

test('the version', async () => {
  expect(await steward(ops, ['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

describe('what cannot run says why, prints no result and ends with 2', () => {
  const REFUSED: readonly (readonly [args: readonly string[], err: string])[] = [
    [['nonsense'], "steward: unknown command 'nonsense'\n(steward --help tells more)\n"],
    [['chekc'], "steward: unknown command 'chekc'\n(Did you mean check?)\n(steward --help tells more)\n"],
    [['\u001B[31mred'], "steward: unknown command '\\u{1b}[31mred'\n(steward --help tells more)\n"],
    [['__proto__'], "steward: unknown command '__proto__'\n(steward --help tells more)\n"],
    [['list', '--bogus'], "steward: unknown option '--bogus'\n(steward list --help tells more)\n"],
    [
      ['list', '--formt', 'csv'],
      "steward: unknown option '--formt'\n(Did you mean --format?)\n(steward list --help tells more)\n",
    ],
    [
      ['list', 'a', 'b'],
      "steward: too many arguments for 'list'. Expected 1 argument but got 2: a, b.\n(steward list --help tells more)\n",
    ],
    [['list', '--format'], "steward: option '--format <format>' argument missing\n(steward list --help tells more)\n"],
    [
      ['list', '--format', 'sarif'],
      "steward: option '--format <format>' argument 'sarif' is invalid. Allowed choices are text, json, csv.\n(steward list --help tells more)\n",
    ],
    [
      ['check', '--enforce', 'never'],
      "steward: option '--enforce <mode>' argument 'never' is invalid. Allowed choices are new, touched, off.\n(steward check --help tells more)\n",
    ],
    ...['-1', '1.5', 'many', '', '9999999999'].map(
      (written) =>
        [
          ['check', `--max-warnings=${written}`],
          `steward: option '--max-warnings <n>' argument '${written}' is invalid. Give a whole number, 0 or more.\n(steward check --help tells more)\n`,
        ] as const,
    ),
    ...['2026-02-31', '2026-2-3', 'today', '', '2026-11-23T00:00'].map(
      (written) =>
        [
          ['due', `--today=${written}`],
          `steward: --today ${written}: give a date that exists, as YYYY-MM-DD.\n`,
        ] as const,
    ),
    [
      ['due', '--within', 'soon'],
      'steward: --within soon is not an interval such as `6 months`, `90 days` or `quarterly`.\n',
    ],
    [['due', '--within', '-3d'], 'steward: --within -3d is negative.\n'],
    [['due', '--within', '200 years'], 'steward: --within 200 years is longer than 100 years.\n'],
    [['who'], "steward: missing required argument 'name'\n(steward who --help tells more)\n"],
    [['who', ' '], 'steward: The name is empty: give a path, an id, an alert, a file name or a title.\n'],
    [['report'], "steward: missing required argument 'dir'\n(steward report --help tells more)\n"],
    [
      ['reviewed', 'x.md'],
      "steward: required option '-m, --message <text>' not specified\n(steward reviewed --help tells more)\n",
    ],
    [['reviewed', '-m', 'read'], "steward: missing required argument 'path'\n(steward reviewed --help tells more)\n"],
    [['reviewed', 'x.md', '-m', ' '], 'steward: -m is empty: say in a few words what you checked.\n'],
    [
      ['check', '--replay', 'x.json', '--fix'],
      'steward: --replay judges what was saved: it goes without --fix and --base.\n',
    ],
    [['check', '--replay', 'none.json'], 'steward: --replay none.json: the file cannot be read.\n'],
    [['check', '--replay', 'README.md'], 'steward: This is not a saved snapshot: it is not JSON.\n'],
    [
      ['check', '--save-snapshot', '/nowhere/at/all.json'],
      'steward: --save-snapshot /nowhere/at/all.json: the file cannot be written.\n',
    ],
    [
      ['check', '--config', 'none.yml'],
      `steward: There is no configuration file ${ops.path}/none.yml: check the path.\n`,
    ],
    [
      ['check', '--base', 'main'],
      `steward: --base needs git, and ${ops.path} is a plain folder: run in a clone, or without --base.\n`,
    ],
  ];
  test.each(REFUSED.map(([args, err]) => [args.join(' '), args, err] as const))('%s', async (_, args, err) => {
    expect(await steward(ops, args)).toEqual({ code: 2, out: '', err });
  });
});

describe.each(COMMANDS)('%s', (command) => {
  /** The command with the arguments that it must have, and `dir` as its folder. */
  const on = (dir: string): readonly string[] => {
    if (command === 'reviewed') return ['reviewed', 'runbooks/x.md', '-m', 'read', '--dir', dir];
    return command === 'who' ? ['who', 'runbooks/x.md', dir] : [command, dir];
  };

  test('a folder that is not there', async () => {
    const err = `steward: There is no folder ${ops.path}/none: check the path.\n`;
    expect(await steward(ops, on('none'))).toEqual({ code: 2, out: '', err });
  });

  test('a file for a folder', async () => {
    const err = `steward: ${ops.path}/README.md is a file, not a folder: give the folder that holds the procedures.\n`;
    expect(await steward(ops, on('README.md'))).toEqual({ code: 2, out: '', err });
  });

  test('an unknown option', async () => {
    expect(await steward(ops, [...on('.'), '--bogus'])).toEqual({
      code: 2,
      out: '',
      err: `steward: unknown option '--bogus'\n(steward ${command} --help tells more)\n`,
    });
  });

  test('an empty folder says what was looked for', async () => {
    const { out, err, code } = await steward(tempFolder(), on('.'));
    if (command === 'config') expect(out).toContain('Nothing is enforced: add .github/runbook-steward.yml');
    else expect(out + err).toContain(LOOKED_FOR);
    expect(code).toBe(command === 'who' || command === 'reviewed' ? 2 : 0);
  });

  test('a broken configuration is named at its place', async () => {
    const folder = tempFolder({ '.github/runbook-steward.yml': 'enforce: nwe\n', 'runbooks/x.md': '# X\n' });
    const { out, err, code } = await steward(folder, on('.'));
    expect(out + err).toMatch(/`enforce` is `nwe`; it must be new, touched or off\./);
    expect(code).toBe(command === 'check' || command === 'config' ? 1 : 0);
  });

  test('the help says what it does, and every example in it runs', async () => {
    const help = await steward(ops, [command, '--help']);
    expect({ code: help.code, err: help.err }).toEqual({ code: 0, err: '' });
    expect(help.out).toContain(`Usage: steward ${command} [options]`);
    const examples = commandsOf(help.out);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) await runs(example);
  });
});

test('every example in the help of `steward` itself runs', async () => {
  const { out } = await steward(ops, ['--help']);
  const examples = commandsOf(out);
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) await runs(example);
});

test('the examples are read as a shell reads them', () => {
  expect(wordsOf(`reviewed a.md -m "ran it" --by '@j' > x | y`)).toEqual([
    'reviewed',
    'a.md',
    '-m',
    'ran it',
    '--by',
    '@j',
  ]);
  expect(wordsOf(`list --format json | jq '.a > 1'`)).toEqual(['list', '--format', 'json']);
});

/** `example` runs in a clone of acme-ops that stands beside other repositories. Only `check` may say failure. */
async function runs(example: string): Promise<void> {
  const world = acmeOps();
  world.write({
    'new-policy.yml': 'enforce: touched\n',
    '../payments/runbooks/a.md': '# A\n',
    '../platform/runbooks/b.md': '# B\n',
  });
  world.git('init', '-q', '-b', 'main');
  world.commit('first');
  world.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  const { code, out, err } = await steward(world, [...wordsOf(example), ...(example.startsWith('init') ? [] : TODAY)]);
  const mayFail = example.startsWith('check');
  expect({ example, err, code }).toEqual({
    example,
    err: expect.not.stringMatching(/^(steward|error|warning):/m),
    code: mayFail ? (code === 1 ? 1 : 0) : 0,
  });
  expect(out).not.toBe('');
}
