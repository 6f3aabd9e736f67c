// test/docs: the terminal pictures of the README show what the commands print today.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const pictures = join(root, 'docs/pictures');
const names = readdirSync(pictures).filter((name) => name.endsWith('.svg'));
const drawn = mkdtempSync(join(tmpdir(), 'steward-pictures-'));

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/pictures.ts'), drawn], { stdio: 'pipe' });
}, 120_000);
afterAll(() => rmSync(drawn, { recursive: true, force: true }));

test('every picture is drawn, and no other', () => {
  expect(readdirSync(drawn).sort()).toEqual(names.sort());
});

// `npm run pictures` draws them anew.
test.each(names)('%s is what the command prints', (name) => {
  expect(readFileSync(join(drawn, name), 'utf8')).toBe(readFileSync(join(pictures, name), 'utf8'));
});
