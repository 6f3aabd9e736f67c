// scripts: writes what is made from the configuration's schema (`node scripts/write-schema.ts`).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationFiles } from './configuration-files.ts';

const root = join(import.meta.dirname, '..');
for (const [path, text] of Object.entries(configurationFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
