// scripts: writes src/store/schema.sql, from an embedded database of this version.
import { writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { schemaText } from './schema-text.ts';

const database = await openDatabase({ folder: null });
await migrate(database.db);
const text = await schemaText(
  async (query) => (await sql.raw<Record<string, unknown>>(query).execute(database.db)).rows,
);
writeFileSync(new URL('../src/store/schema.sql', import.meta.url), text);
await database.close();
