// The tables that the migrations make are those of src/store/schema.sql, on either database.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { schemaText } from '../../scripts/schema-text.ts';
import { testStore } from './test-store.ts';

test('the database has the committed schema (`node scripts/schema.ts` writes it)', async () => {
  const { db } = await testStore();
  const text = await schemaText(async (query) => (await sql.raw<Record<string, unknown>>(query).execute(db)).rows);
  expect(text).toBe(readFileSync(join(import.meta.dirname, '../../src/store/schema.sql'), 'utf8'));
}, 120_000);
