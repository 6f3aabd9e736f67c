// test: the files around the code keep what they promise: pins, permissions, inputs, the Node version, `.ci/run`.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const manifest: { version: string; license: string; engines: { node: string }; bin: Record<string, string> } =
  JSON.parse(read('package.json'));

type Step = {
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
  name?: string;
};
type Workflow = {
  on: Record<string, unknown>;
  permissions?: unknown;
  jobs: Record<string, { permissions?: unknown; steps: Step[] }>;
};
type Action = { inputs: Record<string, { description: string; default: string }>; runs: { steps: Step[] } };

const action: Action = parse(read('action.yml'));
const steps = (path: string): Step[] => {
  const document: Workflow | Action = parse(read(path));
  return 'jobs' in document ? Object.values(document.jobs).flatMap((job) => job.steps) : document.runs.steps;
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-house-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([...workflows, 'action.yml'])('%s', (path) => {
  test('names every action by a full commit, with its version beside it', () => {
    const uses = read(path).match(/^.*\buses:.*$/gm) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    const loose = uses.filter((line) => !/uses: ([\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/)$/.test(line));
    expect(loose).toEqual([]);
  });

  test('lets no expression into a script', () => {
    expect(steps(path).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });
});

describe.each(workflows)('%s', (path) => {
  const workflow: Workflow = parse(read(path));

  test('may only read', () => {
    const given = [workflow.permissions, ...Object.values(workflow.jobs).map((job) => job.permissions ?? {})];
    expect(given[0]).toEqual({ contents: 'read' });
    expect(given.flatMap((one) => Object.values(Object(one))).filter((right) => right !== 'read')).toEqual([]);
  });

  test('keeps no token in the checkout, and does not run with secrets for a fork', () => {
    const checkouts = steps(path).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });
});

test('one action has one pin, in the workflows, the action and the guides', () => {
  const guides = readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const texts = [...workflows, 'action.yml', ...guides].map(read).join('\n');
  const pins = new Map<string, Set<string>>();
  for (const [, name = '', pin = ''] of texts.matchAll(/uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40} # \S+)/g)) {
    pins.set(name, (pins.get(name) ?? new Set()).add(pin));
  }
  expect(pins.size).toBeGreaterThanOrEqual(4);
  expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
});

test('the action and the guides ask for the Node that package.json asks for', () => {
  expect(manifest.engines).toEqual({ node: '>=22.18' });
  const setUp = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/setup-node@'));
  expect(setUp?.with?.['node-version']).toBe(manifest.engines.node);
  for (const guide of ['docs/github-action.md', 'docs/pre-commit.md']) {
    expect(read(guide).match(/\bNode [^A-Za-z]*\d[\d.]*/g)).toEqual([`Node ${manifest.engines.node}`]);
  }
  expect(read('CONTRIBUTING.md').match(/\bNode \d[\d.]*/g)).toEqual(['Node 22.18']);
});

test('every input of the action is in its guide, with its default', () => {
  const rows = [...read('docs/github-action.md').matchAll(/^\| `([\w-]+)` *\| ([^|]*?) *\|/gm)];
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(action.inputs));
  const fixed = rows.filter(([, , value]) => value?.startsWith('`')).map(([, name = '', value]) => [name, value]);
  expect(fixed).toEqual([
    ['dir', `\`${action.inputs['dir']?.default}\``],
    ['format', `\`${action.inputs['format']?.default}\``],
  ]);
});

test('the pre-commit hook calls a command that the package has', () => {
  const [hook]: { id: string; entry: string; language: string; pass_filenames: boolean }[] = parse(
    read('.pre-commit-hooks.yaml'),
  );
  expect(hook).toMatchObject({ id: 'runbook-steward', language: 'node', pass_filenames: false });
  expect(manifest.bin).toHaveProperty(hook?.entry.split(' ')[0] ?? '');
});

test('Dependabot watches the packages, the actions and the images', () => {
  const { updates }: { updates: { 'package-ecosystem': string }[] } = parse(read('.github/dependabot.yml'));
  expect(updates.map((update) => update['package-ecosystem'])).toEqual([
    'npm',
    'github-actions',
    'docker',
    'docker-compose',
  ]);
});

test('the licence is the Apache License 2.0, whole, and the changelog knows the version', () => {
  expect(manifest.license).toBe('Apache-2.0');
  expect(read('LICENSE')).toMatch(
    /Apache License\s+Version 2\.0, January 2004[\s\S]*9\. Accepting Warranty[\s\S]*limitations under the License\.\n$/,
  );
  expect(read('CHANGELOG.md')).toContain(`\n## [${manifest.version}]`);
});

test('the owners of the project are written as GitHub reads them', () => {
  const lines = read('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  expect(lines.filter((line) => !/^\S+( +@[\w-]+\/[\w-]+)+$/.test(line))).toEqual([]);
});

describe('the script of the action', () => {
  const script = action.runs.steps.at(-1)?.run ?? '';

  /** Runs it beside a `node` that prints its arguments, one a line. */
  const runAction = (variables: Record<string, string>) => {
    program('bin/node', '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        STEWARD_HOME: '/home',
        STEWARD_FORMAT: 'github',
        ...variables,
      },
    });
  };
  const call = ['/home/bin/steward.js', 'check', '--format=github'];

  const cases: readonly {
    readonly when: string;
    readonly variables: Record<string, string>;
    readonly words: readonly string[];
  }[] = [
    { when: 'nothing is given', variables: { STEWARD_DIR: '.' }, words: [...call, '--', '.'] },
    {
      when: 'everything is given',
      variables: { STEWARD_DIR: '.', STEWARD_BASE: 'main', STEWARD_ENFORCE: 'touched', STEWARD_MAX_WARNINGS: '0' },
      words: [...call, '--base=main', '--enforce=touched', '--max-warnings=0', '--', '.'],
    },
    {
      when: 'it is a pull request',
      variables: { STEWARD_DIR: '.', STEWARD_PULL_BASE: 'main' },
      words: [...call, '--base=origin/main', '--', '.'],
    },
    {
      when: 'it is a merge group',
      variables: { STEWARD_DIR: '.', STEWARD_MERGE_GROUP_BASE: 'main' },
      words: [...call, '--base=main', '--', '.'],
    },
    {
      when: 'it is a pull request, and the folder is inside the work tree',
      variables: { STEWARD_DIR: 'ops', STEWARD_PULL_BASE: 'main' },
      words: [...call, '--', 'ops'],
    },
    {
      when: 'the inputs are hostile',
      variables: {
        STEWARD_DIR: '$(touch owned); "; touch owned',
        STEWARD_ENFORCE: '`touch owned`',
        STEWARD_MAX_WARNINGS: '0 --fix',
      },
      words: [...call, '--enforce=`touch owned`', '--max-warnings=0 --fix', '--', '$(touch owned); "; touch owned'],
    },
  ];

  test.each(cases)('calls the check when $when', ({ variables, words }) => {
    repository();
    expect(runAction(variables).stdout.trimEnd().split('\n')).toEqual(words);
    expect(readdirSync(folder).sort()).toEqual(['.git', 'bin', 'ops']);
  });

  test.each(['no-such-branch', '--fix', '$(touch owned)'])(
    'says what is missing when the base %j is not in the clone',
    (base) => {
      repository();
      const { status, stdout } = runAction({ STEWARD_DIR: '.', STEWARD_BASE: base });
      expect({ status, stdout }).toEqual({
        status: 2,
        stdout:
          '::error title=Runbook Steward::The clone does not hold the history from the base to here. Give actions/checkout `fetch-depth: 0`, and check the input `base`.\n',
      });
      expect(readdirSync(folder).sort()).toEqual(['.git', 'bin', 'ops']);
    },
  );
});

describe('.ci/run', () => {
  /** Runs it in a copy of nothing but itself, beside an `npm` that answers as told. */
  const runCi = (answers: { ci?: number; test?: string; testStatus?: number; lint?: number }) => {
    cpSync(join(root, '.ci/run'), join(folder, '.ci/run'), { recursive: true });
    program(
      'bin/npm',
      `#!/bin/sh
case "$*" in
  ci*) exit ${answers.ci ?? 0} ;;
  test*) printf '%s\\n' '${answers.test ?? '5 passed, 0 failed'}'; exit ${answers.testStatus ?? 0} ;;
  *lint) exit ${answers.lint ?? 0} ;;
esac
`,
    );
    const { status, stdout } = spawnSync('bash', ['.ci/run'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
    });
    return { status, line: stdout.trimEnd().split('\n').at(-1) };
  };

  test('adds the parts up', () => {
    expect(runCi({})).toEqual({ status: 0, line: '7 passed, 0 failed' });
  });

  test('counts failed tests, and skipped ones not at all', () => {
    expect(runCi({ test: '5 passed, 2 failed, 1 skipped', testStatus: 1 })).toEqual({
      status: 1,
      line: '7 passed, 2 failed',
    });
  });

  test('fails where the test run breaks off after its tests', () => {
    expect(runCi({ testStatus: 1 })).toEqual({ status: 1, line: '7 passed, 1 failed' });
  });

  test('fails where the test run prints no counts', () => {
    expect(runCi({ test: 'Segmentation fault', testStatus: 139 })).toEqual({ status: 1, line: '2 passed, 1 failed' });
  });

  test('counts a failed lint as one', () => {
    expect(runCi({ lint: 1 })).toEqual({ status: 1, line: '6 passed, 1 failed' });
  });

  test('stops where the packages cannot be installed', () => {
    expect(runCi({ ci: 1 })).toEqual({ status: 1, line: '0 passed, 1 failed' });
  });
});

/** A work tree with one commit, the branches `main` and `origin/main`, and a folder `ops`. */
function repository(): void {
  mkdirSync(join(folder, 'ops'));
  const git = (...words: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('commit', '-q', '--allow-empty', '-m', 'one');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

function program(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  chmodSync(join(folder, path), 0o755);
}
