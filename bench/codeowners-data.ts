// bench: 5,000 CODEOWNERS rules and 100,000 paths: a real repository's, scaled, where it is at hand, else made in the same shape.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const SHARED = new URL('../../shared/data/', import.meta.url);
const RULES = 5_000;
const PATHS = 100_000;

/** `from` says where the data comes from. */
export type CodeownersData = { readonly from: string; readonly text: string; readonly paths: readonly string[] };

export function codeownersData(): CodeownersData {
  if (!existsSync(new URL('codeowners-5000.gz', SHARED))) return generated();
  const paths = unzipped('files-100000.txt.gz').trim().split('\n');
  return { from: 'a real repository, scaled', text: unzipped('codeowners-5000.gz'), paths };
}

function unzipped(name: string): string {
  return gunzipSync(readFileSync(new URL(name, SHARED))).toString();
}

function generated(): CodeownersData {
  const folders = Array.from({ length: RULES - 1 }, (_, i) => `team-0${i % 10}/project-${i % 97}/components/part-${i}`);
  const text = ['* @org/default', ...folders.map((folder, i) => `/${folder}/ @org/team-${i}`)].join('\n');
  const paths = Array.from({ length: PATHS }, (_, i) => `${folders[i % folders.length] ?? ''}/src/module-${i}.ts`);
  return { from: 'generated', text, paths };
}
