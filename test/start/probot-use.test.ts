// test/start: of Probot only what is a library is used. Its server, its setup page and its reading of .env can then never run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const src = join(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

test('nothing but Probot, ProbotOctokit and Context is taken from probot, and nothing from inside of it', () => {
  const imports = files.flatMap((path) =>
    [...readFileSync(join(src, path), 'utf8').matchAll(/(?:import|export)([^;'"]*)from '(probot[^']*)'/g)].map(
      ([, names = '', from = '']) => ({ path, from, names: names.match(/\w+/g) ?? [] }),
    ),
  );
  const allowed = new Set(['type', 'Probot', 'ProbotOctokit', 'Context']);
  const wrong = imports.filter(({ from, names }) => from !== 'probot' || names.some((name) => !allowed.has(name)));
  expect(wrong).toEqual([]);
});
