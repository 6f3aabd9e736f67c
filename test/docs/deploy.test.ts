// test/docs: the pages for operators say what the code does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { SERVICE_VARIABLES } from '../../src/env.ts';

const text = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

test('the address that registers the app asks for what app.yml asks for', () => {
  const address = new URL(
    /^https:\/\/github\.com\/organizations\/ORGANISATION\/\S+$/m.exec(text('docs/deploy.md'))?.[0] ?? '',
  );
  const manifest = parse(text('app.yml'));
  const given = Object.fromEntries([...address.searchParams].filter(([name]) => name !== 'events[]'));
  expect(given).toEqual({
    name: manifest.name,
    url: manifest.url,
    public: String(manifest.public),
    webhook_active: 'true',
    webhook_url: manifest.hook_attributes.url,
    ...manifest.default_permissions,
  });
  expect(address.searchParams.getAll('events[]')).toEqual(manifest.default_events);
});

test('every variable that is read has a line, and every line a variable', () => {
  const rows = [...text('docs/variables.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...SERVICE_VARIABLES].sort());
});
