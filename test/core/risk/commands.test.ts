// How well the risk reader tells harmful commands from harmless ones.
import { expect, test } from '@jest/globals';
import { dangerOf } from '../../../src/core/risk/risky-lines.ts';
import { HARMFUL, HARMLESS } from './commands.ts';

test('of 200 commands, at least 95 % of those it stops at are harmful, and it stops at 85 % of the harmful', () => {
  expect([HARMFUL.length, HARMLESS.length, new Set([...HARMFUL, ...HARMLESS]).size]).toEqual([100, 100, 200]);
  const missed = HARMFUL.filter((command) => !dangerOf(command));
  const wrong = HARMLESS.filter((command) => dangerOf(command));
  const caught = HARMFUL.length - missed.length;
  const precision = caught / (caught + wrong.length);
  const recall = caught / HARMFUL.length;
  process.stdout.write(
    [
      '',
      '             | said harmful | said nothing',
      `harmful      | ${String(caught).padStart(12)} | ${String(missed.length).padStart(12)}`,
      `harmless     | ${String(wrong.length).padStart(12)} | ${String(HARMLESS.length - wrong.length).padStart(12)}`,
      `precision ${(100 * precision).toFixed(1)} %, recall ${(100 * recall).toFixed(1)} %`,
      ...missed.map((command) => `missed: ${command}`),
      ...wrong.map((command) => `wrong: ${command}`),
      '',
    ].join('\n'),
  );
  expect(precision).toBeGreaterThanOrEqual(0.95);
  expect(recall).toBeGreaterThanOrEqual(0.85);
});
