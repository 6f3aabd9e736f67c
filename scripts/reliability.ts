// scripts: `npm run reliability` runs the plan's full counts. What is measured by the clock runs alone, everything else side by side.
import { spawnSync } from 'node:child_process';

/** Nobody waits for five seconds, the others' jobs take no longer, memory stays below a bound. */
const TIMED = ['test/web/load', 'test/store/outage', 'test/reliability/poison'];
const OTHERS = [
  ...['test/flows/sweep-deliveries', 'test/flows/reconcile-pulls', 'test/flows/first-index', 'test/flows/follow-issue'],
  ...[
    'test/flows/commands',
    'test/flows/p4-commands',
    'test/flows/p6-approval',
    'test/loops/p',
    'test/loops/m1-feedback',
  ],
  ...['test/storm', 'test/reliability', 'test/two-years', 'test/core/codeowners/hostile', 'test/core/procedure/robust'],
];

const more = process.argv.slice(2);
const ends = [
  ['--runInBand', ...TIMED, ...more],
  [...OTHERS, ...more, '--testPathIgnorePatterns', '/node_modules/', ...TIMED],
].map((words) => {
  const env = { ...process.env, RELIABILITY: '1' };
  return spawnSync('npm', ['test', '--', ...words], { stdio: 'inherit', env }).status;
});
process.exitCode = ends.every((status) => status === 0) ? 0 : 1;
