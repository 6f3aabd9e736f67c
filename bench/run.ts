// bench: `npm run bench` measures everything in one run and prints the tables; with `--write` it puts them into the README.
import { readFileSync, writeFileSync } from 'node:fs';
import { benchAccept } from './accept.ts';
import { benchCheck } from './check-folder.ts';
import { benchCheckRun } from './check-run.ts';
import { benchCodeowners } from './codeowners-match.ts';
import { benchReconcile } from './reconcile.ts';

/** What is measured on PostgreSQL only, where there is one. */
const server = process.env['DATABASE_URL'];
const onPostgresql = server
  ? ([
      ['accept', () => benchAccept(server)],
      ['reconcile', () => benchReconcile(server, [10_000, 100_000, 1_000_000])],
    ] as const)
  : [];

const readme = new URL('../README.md', import.meta.url);
let text = readFileSync(readme, 'utf8');
for (const [name, bench] of [
  ['codeowners', benchCodeowners],
  ['check', benchCheck],
  ['check-run', benchCheckRun],
  ...onPostgresql,
] as const) {
  const table = await bench();
  process.stdout.write(`${table}\n`);
  const place = new RegExp(`(<!-- bench:${name} -->\n)[^]*?(<!-- /bench -->)`);
  text = text.replace(place, (_, open: string, close: string) => `${open}${table}${close}`);
}
if (process.argv.includes('--write')) writeFileSync(readme, text);
