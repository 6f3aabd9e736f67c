// bench: `steward check` on a large folder against the bare script, as whole processes in turn.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLargeFolder } from './large-folder.ts';
import { markdownTable, median } from './table.ts';

const SIZE = { files: 100_000, rules: 5_000, procedures: 1_000 };
const ROUNDS = 5;
const BARE = new URL('./bare-check.ts', import.meta.url).pathname;
const STEWARD = new URL('../bin/steward.js', import.meta.url).pathname;

/** Whole-process medians, for a plain folder and for a git work tree, and the ratios to both ways of listing a tree. */
export function benchCheck(): string {
  const root = mkdtempSync(join(tmpdir(), 'steward-bench-'));
  try {
    writeLargeFolder(root, SIZE);
    const plain = row('plain folder', root);
    const git = (...args: readonly string[]) =>
      execFileSync(
        'git',
        [
          '-C',
          root,
          '-c',
          'user.name=bench',
          '-c',
          'user.email=bench@example.com',
          '-c',
          'gc.auto=0',
          '-c',
          'maintenance.auto=false',
          ...args,
        ],
        {
          stdio: 'ignore',
        },
      );
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'bench');
    git('gc', '-q');
    return markdownTable(
      [
        '',
        '`steward check`',
        'bare script, `readdirSync(…, {recursive})`',
        'ratio',
        'bare script, a walk by hand',
        'ratio',
      ],
      [plain, row('git work tree', root)],
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function row(name: string, root: string): readonly string[] {
  const commands = [
    [STEWARD, 'check', root, '--today', '2026-11-23'],
    [BARE, root],
    [BARE, root, 'walk'],
  ] as const;
  for (const command of commands) run(command); // A run to warm the file cache and the compile cache.
  const times = Array.from({ length: ROUNDS }, () => commands.map(run));
  const [steward = [], bare = [], walk = []] = commands.map((_, n) => times.map((round) => round[n] ?? Number.NaN));
  const ratio = (floor: readonly number[]) =>
    `${median(steward.map((time, n) => time / (floor[n] ?? time))).toFixed(2)}×`;
  const seconds = (values: readonly number[]) => `${median(values).toFixed(2)} s`;
  return [name, seconds(steward), seconds(bare), ratio(bare), seconds(walk), ratio(walk)];
}

/** Seconds. */
function run([script, ...args]: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, [script ?? '', ...args], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  return (performance.now() - start) / 1000;
}

if (import.meta.main) process.stdout.write(benchCheck());
