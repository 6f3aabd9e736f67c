// bench: the floor under `steward check`: list the tree, read the procedures, parse their front matter with `yaml`, nothing else.
// `walk` lists with a loop of its own; without it Node's own recursive listing does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [, , root = '.', how] = process.argv;
let keys = 0;

const files = how === 'walk' ? walk('') : readdirSync(root, { recursive: true, encoding: 'utf8' });
for (const path of files) {
  if (!/(^|\/)runbooks\/.*\.md$/.test(path)) continue;
  const text = readFileSync(join(root, path), 'utf8');
  keys += Object.keys(parse(text.slice(4, text.indexOf('\n---', 4))) as object).length;
}
process.stdout.write(`${files.length} files, ${keys} keys\n`);

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((item) => {
    const path = folder === '' ? item.name : `${folder}/${item.name}`;
    if (item.name === '.git') return [];
    return item.isDirectory() ? walk(path) : [path];
  });
}
