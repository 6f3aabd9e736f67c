import { expect, test } from '@jest/globals';
import { tempFolder } from '../disk/temp-folder.ts';
import { steward } from './steward.ts';

const folder = tempFolder(
  Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`runbooks/${String(i).padStart(3, '0')}.md`, '# X\n'])),
);
/** A clock on which everything is long work. */
const slow = () => {
  let now = 0;
  return () => (now += 1000);
};

test('long work is told on one line where somebody watches, and the line is gone at the end', async () => {
  const { err } = await steward(folder, ['list', '--today', '2026-11-23'], { isWatched: true, now: slow() });
  expect(err).toMatch(/^(\r\u001B\[KReading procedures: \d+ of 300)+\r\u001B\[K$/);
});

test('nothing is told where nobody watches, nor of short work', async () => {
  expect((await steward(folder, ['list', '--today', '2026-11-23'], { now: slow() })).err).toBe('');
  const args = ['list', '--today', '2026-11-23'];
  expect((await steward(tempFolder({ 'runbooks/x.md': '# X\n' }), args, { isWatched: true, now: () => 0 })).err).toBe(
    '',
  );
});
