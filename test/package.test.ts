// test: what `npm pack` gives is what a user can install and run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

type Manifest = {
  readonly engines: unknown;
  readonly bin: Readonly<Record<string, string>>;
  readonly optionalDependencies?: unknown;
  readonly scripts: Readonly<Record<string, string>>;
};

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'steward-package-'));
const app = join(folder, 'app');
const installed = join(app, 'node_modules', 'runbook-steward');
let packed: readonly string[] = [];

beforeAll(() => {
  const { status, stdout, stderr } = npm(['pack', '--json', '--pack-destination', folder], root);
  if (status !== 0) throw new Error(`npm pack: ${stderr}`);
  const [result] = JSON.parse(stdout);
  packed = result.files.map((file: { path: string }) => file.path);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"private": true}\n');
  install(join(folder, result.filename));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds what runs, its schema, its rules and its licence, and no source', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'package.json',
      'bin/steward.js',
      'dist/cli/steward.js',
      'schema/config.schema.json',
    ]),
  );
  expect(packed.filter((path) => /(^|\/)(test|src|bench|examples|tools|\.github)\/|(?<!\.d)\.ts$/.test(path))).toEqual(
    [],
  );
});

test('the package brings no Node along, and runs nothing when it is installed', () => {
  const manifest: Manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(manifest.engines).toEqual({ node: '>=22.18' });
  expect(manifest.optionalDependencies).toBeUndefined();
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  expect(Object.values(manifest.bin).filter((path) => !packed.includes(path))).toEqual([]);
  expect(readdirSync(join(app, 'node_modules')).filter((name) => name.startsWith('node-linux-'))).toEqual([]);
});

test('the installed command checks a folder', () => {
  const ops = join(folder, 'ops');
  mkdirSync(join(ops, 'runbooks'), { recursive: true });
  mkdirSync(join(ops, '.github'));
  writeFileSync(join(ops, '.github', 'runbook-steward.yml'), 'enforce: new\n');
  writeFileSync(join(ops, 'runbooks', 'drain.md'), '# Drain a node\n\n1. Drain it.\n');

  const { status, stdout, stderr } = steward(['check', 'ops', '--today', '2026-11-23', '--format', 'json']);
  expect(stderr).toBe('');
  const report: { conclusion: string; findings: { rule: string; path: string; level: string }[] } = JSON.parse(stdout);
  expect(report.conclusion).toBe('failure');
  expect(report.findings).toContainEqual(
    expect.objectContaining({ rule: 'owner-declared', path: 'runbooks/drain.md', level: 'failure' }),
  );
  expect(status).toBe(1);
});

test('the installed command knows its version', () => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(steward(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
});

test.each(['18.20.8', '20.20.2', '22.17.1'])('Node %s is told in one line that it is too old', (version) => {
  expect(steward(['check', '.'], pretend(version))).toMatchObject({
    status: 2,
    stdout: '',
    stderr: `steward needs Node 22.18 or newer, and this is Node ${version}. Install a newer Node and run it again.\n`,
  });
});

test.each(['22.18.0', '23.0.0', '24.21.0'])('Node %s is taken', (version) => {
  expect(steward(['--version'], pretend(version))).toMatchObject({ status: 0, stderr: '' });
});

/** Options for a `node` that says it is another version. */
function pretend(version: string): readonly string[] {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

function steward(words: readonly string[], options: readonly string[] = []) {
  const command = join(app, 'node_modules', '.bin', 'steward');
  return spawnSync(process.execPath, [...options, command, ...words], { cwd: folder, encoding: 'utf8' });
}

/** From the registry, as a user does; where there is none, with the packages of this checkout in their place. */
function install(tarball: string): void {
  const words = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=0', tarball];
  const { status, stderr } = npm(words, app);
  if (status === 0) return;
  if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.test(stderr))
    throw new Error(`npm install: ${stderr}`);
  console.warn(
    'There is no registry here: the package was unpacked beside the packages of this checkout, not installed.',
  );
  rmSync(join(app, 'node_modules'), { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  spawnSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const name of readdirSync(join(root, 'node_modules')).filter(
    (name) => !/^(\.|node-linux-|runbook-steward$)/.test(name),
  )) {
    symlinkSync(join(root, 'node_modules', name), join(app, 'node_modules', name));
  }
  mkdirSync(join(app, 'node_modules', '.bin'));
  symlinkSync('../runbook-steward/bin/steward.js', join(app, 'node_modules', '.bin', 'steward'));
}

function npm(words: readonly string[], cwd: string) {
  // Settings of the `npm test` around this one are not for the npm in here.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)/.test(name)),
  );
  env['PATH'] = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  return spawnSync('npm', [...words], { cwd, encoding: 'utf8', env });
}
