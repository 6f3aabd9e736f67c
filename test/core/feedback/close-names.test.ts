// test: which slips of the keyboard are taken for a name, and which are another thing's name.
import { describe, expect, test } from '@jest/globals';
import { closeNames, isSlip, isSlipInSentence } from '../../../src/core/feedback/close-names.ts';

describe('a slip of the keyboard', () => {
  test.each([
    ['restore', 'restor', 'a letter left out', true, true],
    ['restore', 'restoree', 'a letter too many', true, true],
    ['restore', 'resotre', 'two letters swapped', true, true],
    ['restore', 'restote', 'another letter', true, false],
    ['refund a charge', 'refund a change', 'another word of a sentence', true, false],
    ['fail-over', 'failover', 'words written together', true, true],
    ['db-1', 'db-2', 'another number', false, false],
    ['db-1', 'db-12', 'a longer number', false, false],
    ['restart the vpn', 'restart the api', 'another short word', false, false],
    ['block mail', 'unblock mail', 'the word turned round', false, false],
    ['onboard', 'offboard', 'more than two letters of the other', true, true],
    ['teh web', 'the web', 'a short word swapped', true, true],
    ['card', 'cord', 'one letter of a word of four', true, false],
    ['cart', 'cord', 'two letters of a word of four', false, false],
  ])('%s, %s: %s', (name, written, _, byItself, inSentence) => {
    expect([isSlip(written, name), isSlipInSentence(written, name)]).toEqual([byItself, inSentence]);
  });
});

const NAMES = ['restore-a-backup.md', 'restore-a-backups.md', 'rotate-a-key.md', 'sop', 'x'.repeat(300)];

describe('what is found within two edits', () => {
  const close = closeNames(NAMES);
  test.each([
    ['itself, then the next', 'restore-a-backup.md', [['restore-a-backup.md'], ['restore-a-backups.md']]],
    ['those with fewer edits first', 'restore-a-backupss.md', [['restore-a-backups.md'], ['restore-a-backup.md']]],
    ['two edits in different words', 'rotat-a-kye.md', []],
    ['two edits in one word', 'rottae-a-key.md', [['rotate-a-key.md']]],
    ['three edits', 'rota-a-ke.md', []],
    ['a name too short for slips', 'sop', []],
    ['a name too long', 'x'.repeat(300), []],
    ['nothing', '', []],
  ])('%s', (_, written, found) => {
    expect(close(written, isSlip)).toEqual(found);
  });

  test('only what the question calls a slip', () => {
    expect(close('restore-a-backup.md', (_, name) => name.endsWith('ups.md'))).toEqual([['restore-a-backups.md']]);
  });

  test('as many as there are, wherever the edits are', () => {
    const word = 'abcdefghijklmnop';
    const near = closeNames([word]);
    for (let at = 0; at < word.length; at += 1)
      for (let other = 0; other < word.length; other += 1) {
        const written = [...word].filter((_, place) => place !== at && place !== other).join('');
        expect(near(written, () => true)).toEqual([[word]]);
      }
  });
});
