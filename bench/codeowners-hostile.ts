// bench: the patterns on which glob libraries hang, each read, indexed and matched from nothing.
import { indexCodeowners, ownersOf } from '../src/core/codeowners/match.ts';
import { parseCodeowners } from '../src/core/codeowners/parse.ts';
import { HOSTILE_PATTERNS } from '../test/core/codeowners/hostile-patterns.ts';
import { markdownTable, median } from './table.ts';

const ROUNDS = 9;

/** A table: the median time of each pattern, slowest first. */
export function benchHostileCodeowners(): string {
  const rows = HOSTILE_PATTERNS.map(([name, pattern, path]) => ({ name, time: timeOf(pattern, path) }))
    .sort((a, b) => b.time - a.time)
    .map(({ name, time }) => [name, `${time.toFixed(2)} ms`]);
  return markdownTable(['hostile CODEOWNERS pattern', 'read, index, match'], rows);
}

/** Milliseconds. */
function timeOf(pattern: string, path: string): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    ownersOf(indexCodeowners(parseCodeowners('CODEOWNERS', `${pattern} @a`)), path);
    return performance.now() - start;
  });
  return median(times);
}

if (import.meta.main) process.stdout.write(benchHostileCodeowners());
