import { expect, test } from '@jest/globals';
import { CONFIG, notCheckedBy, type RuleCase, told, type World } from './told.ts';

const A = 'runbooks/a.md';
const BOARD = 'approval: {board: "@acme/cab"}\n';
const GOOD = { by: '"@acme/cab"', ref: 'CHG-1', on: '2026-06-01', expires: '2026-12-01' };
const HOW =
  'Ask @acme/cab and record what it says: `preapproval: {by: "@acme/cab", ref: CHG-1234, on: 2026-11-23, expires: 2027-11-23}`; or set `type: normal`.';

const block = (values: Readonly<Record<string, string>>) =>
  `{${Object.entries(values)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')}}`;
const page = (change: string, risk = 'low', config = BOARD): World => ({
  head: { [CONFIG]: config, [A]: `---\nrisk: ${risk}\nchange:\n  type: standard${change}\n---\n` },
});
const withBlock = (changed: Readonly<Record<string, string>>, risk?: string, config?: string): World =>
  page(`\n  preapproval: ${block({ ...GOOD, ...changed })}`, risk, config);
const without = (key: keyof typeof GOOD): World =>
  page(`\n  preapproval: ${block(Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== key)))}`);
const failure = (at: string, says: string, fix = HOW) => ({ level: 'failure!', at: `${A}:${at}`, says, fix });

test.each<RuleCase>([
  ['pre-approved', withBlock({}), []],
  ['on its last day', withBlock({ expires: '2026-11-23' }), []],
  ['given today', withBlock({ on: '2026-11-23' }), []],
  ['medium risk', withBlock({}, 'medium'), []],
  ['the board in another case', withBlock({ by: 'Acme/CAB' }), []],
  ['the board by its address', withBlock({ by: 'https://github.com/orgs/acme/teams/cab' }), []],
  ['the board by a mapped name', withBlock({ by: 'cab' }, 'low', `${BOARD}owners: {map: {cab: "@acme/cab"}}\n`), []],
  ['normal', { head: { [CONFIG]: BOARD, [A]: '---\nchange: {type: normal}\n---\n' } }, []],
  ['emergency', { head: { [CONFIG]: BOARD, [A]: '---\nchange: {type: emergency}\n---\n' } }, []],
  ['no change type', { head: { [CONFIG]: BOARD, [A]: '---\nrisk: high\n---\n' } }, []],
  ['none recorded', page(''), [failure('3:1', 'The change type is `standard`, and no pre-approval is recorded.')]],
  ['nobody', without('by'), [failure('5:16', 'The pre-approval has no `by`.')]],
  ['no reference', without('ref'), [failure('5:16', 'The pre-approval has no `ref`.')]],
  ['no day', without('on'), [failure('5:16', 'The pre-approval has no `on`.')]],
  ['no end', without('expires'), [failure('5:16', 'The pre-approval has no `expires`.')]],
  [
    'another team',
    withBlock({ by: '"@acme/sre"' }),
    [failure('5:21', 'The pre-approval is by `@acme/sre`, and the change board is @acme/cab.')],
  ],
  [
    'a person',
    withBlock({ by: '"@jane"' }),
    [failure('5:21', 'The pre-approval is by `@jane`, and the change board is @acme/cab.')],
  ],
  [
    'the board of another organisation',
    withBlock({ by: '"@evil/cab"' }),
    [failure('5:21', 'The pre-approval is by `@evil/cab`, and the change board is @acme/cab.')],
  ],
  [
    'expired yesterday',
    withBlock({ expires: '2026-11-22' }),
    [failure('5:71', 'The pre-approval expired on 2026-11-22.')],
  ],
  [
    'in the future',
    withBlock({ on: '2026-11-24' }),
    [failure('5:50', 'The pre-approval is dated 2026-11-24, which is in the future.')],
  ],
  [
    'ends before it begins',
    withBlock({ on: '2026-11-20', expires: '2026-11-19' }),
    [
      failure('5:71', 'The pre-approval ends on 2026-11-19, before it begins on 2026-11-20.'),
      failure('5:71', 'The pre-approval expired on 2026-11-19.'),
    ],
  ],
  [
    'no such day',
    withBlock({ expires: '2027-02-31' }),
    [failure('5:71', '`expires` of the pre-approval is no day in the form YYYY-MM-DD.')],
  ],
  [
    'high risk',
    withBlock({}, 'high'),
    [
      failure(
        '3:1',
        'The change type is `standard` and the risk is high; only low and medium can be pre-approved.',
        'Set `change: {type: normal}`, or lower the risk of the procedure itself and then its class.',
      ),
    ],
  ],
  [
    'from _procedures.yml',
    { head: { [CONFIG]: BOARD, 'runbooks/_procedures.yml': 'change: {type: standard}\n', [A]: '# A\n' } },
    [failure('1:1', 'The change type is `standard`, and no pre-approval is recorded.')],
  ],
  ['no board: who it is by is not told', withBlock({ by: '"@acme/anybody"' }, 'low', ''), []],
])('%s', (_, world, expected) => {
  expect(told('change-preapproved', world)).toEqual(expected);
});

test('without a board it says that it could not look at who', () => {
  const reason = 'needs `approval.board` in the configuration: who may pre-approve';
  expect(notCheckedBy('change-preapproved', withBlock({}, 'low', ''))).toBe(reason);
  expect(notCheckedBy('change-preapproved', withBlock({}))).toBeNull();
  expect(notCheckedBy('change-preapproved', { head: { [A]: '# A\n' } })).toBeNull();
});
