// core/command: what the words of a command ask for.
import { describe, expect, test } from '@jest/globals';
import { type Asked, askedBy, type CommandName } from '../../../src/core/command/asked.ts';
import { meantBy } from '../../../src/core/command/meant.ts';
import { commandsIn } from '../../../src/core/commands.ts';

const asked = (line: string): Asked | null => {
  const [, name = '', text = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
  return askedBy({ name: name as CommandName, text });
};
const reviewed = (procedures: readonly string[], how: 'read' | 'tested' | null, note: string) => ({
  ...{ name: 'reviewed', procedures, how, note },
});

test.each([
  ['reviewed', reviewed([], null, '')],
  ['reviewed tested', reviewed([], 'tested', '')],
  ['reviewed a.md b.md READ', reviewed(['a.md', 'b.md'], 'read', '')],
  ['reviewed a.md, b.md tested — all of it', reviewed(['a.md', 'b.md'], 'tested', 'all of it')],
  ['reviewed tested -- all — of it', reviewed([], 'tested', 'all — of it')],
  ['reviewed tested - all of it', reviewed([], 'tested', 'all of it')],
  ['reviewed tested–all of it', reviewed([], 'tested', 'all of it')],
  ['reviewed tested restored staging', reviewed([], 'tested', 'restored staging')],
  ['reviewed — all of it', reviewed([], null, 'all of it')],
  ['reviewed "runbooks/fail over.md" read', reviewed(['runbooks/fail over.md'], 'read', '')],
  ['reviewed runbooks/fail-over.md read', reviewed(['runbooks/fail-over.md'], 'read', '')],
  ['needs-work', { name: 'needs-work', procedures: [], note: '' }],
  ['needs-work a.md — step 4', { name: 'needs-work', procedures: ['a.md'], note: 'step 4' }],
  ['retire a.md — old', { name: 'retire', procedures: ['a.md'], note: 'old' }],
  ['snooze 14d because we move', { name: 'snooze', iso: 'P14D', because: 'we move' }],
  ['snooze for 3 weeks because: we move', { name: 'snooze', iso: 'P3W', because: 'we move' }],
  ['delegate @jane', { name: 'delegate', to: '@jane' }],
  ['not-ours', { name: 'not-ours', team: null, procedures: [] }],
  ['not-ours a.md', { name: 'not-ours', team: null, procedures: ['a.md'] }],
  ['not-ours @acme/sre a.md', { name: 'not-ours', team: '@acme/sre', procedures: ['a.md'] }],
  ['approve-owner @acme/sre', { name: 'approve-owner', owner: '@acme/sre', procedures: [] }],
  ['approve-owner acme/sre a.md', { name: 'approve-owner', owner: '@acme/sre', procedures: ['a.md'] }],
])('%s', (line, wanted) => {
  expect(asked(line)).toEqual(wanted);
});

test.each([
  'snooze',
  'snooze 14d',
  'snooze because we move',
  'snooze 14d because',
  'snooze never (we move) because we move',
  'snooze tomorrow because we move',
  'delegate',
  'delegate @acme/sre',
  'delegate jane doe',
  'not-ours @',
  'approve-owner',
  'approve-owner nobody',
])('%s says nothing that could be done', (line) => {
  expect(asked(line)).toBeNull();
});

describe('a procedure is meant by its path, id or alias, exactly', () => {
  const known = [
    { path: 'runbooks/a.md', id: 'a', aliases: ['old/a.md'] },
    { path: 'runbooks/b.md', id: 'twin', aliases: [] },
    { path: 'runbooks/c.md', id: 'twin', aliases: [] },
  ];
  test.each([
    ['runbooks/a.md', ['runbooks/a.md']],
    ['./runbooks/a.md', ['runbooks/a.md']],
    ['/runbooks/a.md', ['runbooks/a.md']],
    ['a', ['runbooks/a.md']],
    ['old/a.md', ['runbooks/a.md']],
  ])('%s', (name, paths) => expect(meantBy([name], known)).toEqual({ paths, refusals: [] }));

  test.each([
    ['twin', ['runbooks/b.md', 'runbooks/c.md']],
    ['runbooks/a', ['runbooks/a.md']],
    ['A.md', ['runbooks/a.md']],
    ['__proto__', []],
  ])('%s is asked about', (written, near) => {
    const { paths, refusals } = meantBy([written], known);
    expect(paths).toEqual([]);
    expect(refusals).toMatchObject([{ why: 'no-such', written }]);
    if (near.length === 1) expect(refusals).toMatchObject([{ near }]);
  });
});

describe('the short form', () => {
  const names = new Set(['reviewed']);
  test.each([
    ['/reviewed tested', [{ name: 'reviewed', text: 'tested' }]],
    ['Done.\n/Reviewed', [{ name: 'reviewed', text: '' }]],
    ['/steward snooze 1d', [{ name: 'snooze', text: '1d' }]],
    ['/approve', []],
    ['/reviewedx', []],
    ['> /reviewed', []],
    ['`/reviewed`', []],
    ['```\n/reviewed\n```', []],
    ['<!-- /reviewed -->', []],
    ['- /reviewed', []],
    ['\\/reviewed', []],
  ])('%j', (body, commands) => expect(commandsIn(body, names)).toEqual(commands));

  test('is none where it is not told to be', () => expect(commandsIn('/reviewed tested')).toEqual([]));
});
