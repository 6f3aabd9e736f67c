// The check run `Procedure approval`: status, conclusion, title and summary.
import { describe, expect, test } from '@jest/globals';
import type { Evaluation } from '../../../src/core/change/evaluate.ts';
import { type ApprovalOutput, approvalOutput, type JudgedPull, treeMarkdown } from '../../../src/core/change/report.ts';
import { A, HEAD, judged, OWNED, page, peopleOf, RULES, review, type World } from './world.ts';

const HIGH = page('owner: "@acme/db"\nrisk: high');
const MORE = '# A\n\nDo that.\n';
const high: World = { base: { [A]: HIGH }, change: { [A]: page('owner: "@acme/db"\nrisk: high', MORE) } };
const PRE = 'change: {type: standard, preapproval: {by: "@acme/cab", ref: CHG-1, on: 2026-06-01, expires: 2026-12-01}}';
const pre = (text: string, body?: string) => page(`owner: "@acme/db"\n${text}`, body);
const output = (evaluation: Evaluation, notes: readonly string[] = []) =>
  approvalOutput([{ pull: 7, evaluation, notes }]);
const one = (pull: number, evaluation: Evaluation): JudgedPull => ({ pull, evaluation, notes: [] });
/** Without what keeps GitHub from seeing mentions. */
const plain = ({ summary }: ApprovalOutput) => summary.replaceAll('\u200b', '').replaceAll(/\\([-@.()#[\]`_~])/g, '$1');
const states = ({ status, conclusion, title }: ApprovalOutput) => [status, conclusion, title];

const ONLY: World = { base: { [A]: page('owner: "@author"') }, change: { [A]: page('owner: "@author"', MORE) } };
const ALONE = peopleOf({}, { author: 'write' });
const VOID: World = { base: { [A]: pre(PRE) }, change: { [A]: pre(PRE, MORE) } };
const EXPIRED: World = { base: { [A]: OWNED }, change: { [A]: pre(PRE.replaceAll('2026-12-01', '2026-10-01')) } };
const NOTHING: World = { base: { [A]: OWNED }, change: { 'x.ts': '' } };
const REVIEWED: World = { base: { [A]: OWNED }, change: { [A]: OWNED, 'sop/_procedures.yml': 'risk: low\n' } };

describe('a pull request', () => {
  test.each<readonly [string, Evaluation, ApprovalOutput['status'], ApprovalOutput['conclusion'], string]>([
    ['that waits for two', judged(high), 'in_progress', null, 'Waiting for @acme/db (0 of 1) and 1 more'],
    ['that waits for one', judged(high, ['dan']), 'in_progress', null, 'Waiting for @acme/cab (0 of 1)'],
    ['that is approved', judged(high, ['dan', 'cat']), 'completed', 'success', 'Approved by @dan, @cat'],
    [
      'that nobody can approve',
      judged(ONLY, [], { people: ALONE }),
      'completed',
      'failure',
      'Nobody can approve for @author',
    ],
    [
      'whose pre-approval is void',
      judged(VOID, ['dan']),
      'completed',
      'failure',
      'A pre-approval is void until @acme/cab (0 of 1) approves',
    ],
    [
      'whose pre-approval expired',
      judged(EXPIRED, ['dan', 'cat']),
      'completed',
      'failure',
      'A pre-approval does not hold',
    ],
    [
      'that affects nothing',
      judged(NOTHING),
      'completed',
      'skipped',
      'No procedure, CODEOWNERS or configuration is affected',
    ],
    [
      'that needs nothing',
      judged(REVIEWED),
      'completed',
      'skipped',
      'No procedure, CODEOWNERS or configuration is affected',
    ],
  ])('%s', (_, evaluation, status, conclusion, title) => {
    expect(states(output(evaluation))).toEqual([status, conclusion, title]);
    expect(plain(output(evaluation)).split('\n')[0]).toBe(`**${title}**`);
  });

  test('two of whose pre-approvals do not hold', () => {
    const two = { ...EXPIRED, change: { ...EXPIRED.change, 'runbooks/b.md': pre('change: {type: standard}') } };
    expect(output(judged(two)).title).toBe('Pre-approvals do not hold');
  });

  test('that waits for any of several', () => {
    const rules = 'approval: {rules: [{from: ["@acme/cab", "@jane"], count: 2}]}';
    expect(
      output(
        judged({ ...high, rules }, ['dan', 'cat'], {
          people: peopleOf({ '@acme/db': ['dan'], '@acme/cab': ['cat', 'carl'] }),
        }),
      ).title,
    ).toBe('Waiting for @acme/cab or @jane (1 of 2)');
  });

  test('that waits for one and can never have the other', () => {
    const rules = RULES.replaceAll('@acme/cab', '@acme/none');
    expect(states(output(judged({ ...high, rules })))).toEqual([
      'completed',
      'failure',
      'Nobody can approve for @acme/none',
    ]);
  });

  test('that waits twice for the same names them once', () => {
    const world = { ...high, change: { ...high.change, 'runbooks/b.md': OWNED } };
    expect(output(judged(world, ['cat'])).title).toBe('Waiting for @acme/db (0 of 1)');
  });

  test('that nothing has to approve', () => {
    const evaluation: Evaluation = { ...judged(high), outcome: 'met', tree: null };
    expect(
      output({
        ...evaluation,
        tree: { ...(judged(high).tree as never as object), isMet: true, of: [], has: [] } as never,
      }).title,
    ).toBe('Nothing has to be approved');
  });

  test('has a summary with the tree, the reviews that do not count, and notes', () => {
    const evaluation = judged(high, [], {
      reviews: [review('dan'), review('author'), review('cat', { state: 'CHANGES_REQUESTED' })],
    });
    expect(plain(output(evaluation, ['The base is main.', 'See `x`.']))).toBe(
      [
        '**Waiting for @acme/cab (0 of 1)**',
        '',
        '- ⏳ This change needs:',
        '  - ⏳ `runbooks/a.md`, all of this:',
        '    - ✅ 1 of @acme/db: its owner. Approved by @dan.',
        '    - ⏳ 1 of @acme/cab: rule 1 of approval.rules (risk high or critical). 0 of 1; @carl, @cat can.',
        '',
        'Reviews that do not count: @author is the author; @cat asks for changes.',
        '',
        'The base is main.',
        '',
        'See `x`.',
        '',
      ].join('\n'),
    );
  });

  test('that nobody can approve says what to do', () => {
    expect(plain(output(judged(ONLY, [], { people: ALONE })))).toContain(
      '❌ 1 of @author: its owner. 0 of 1; all of @author wrote this change: add somebody to the team, or let an override be given.',
    );
  });

  test('that was overridden passes, and says by whom and why', () => {
    const rules = `${RULES}override: {by: ["@acme/leads"]}\n`;
    const override = { login: 'lea', isBot: false, headSha: HEAD, because: 'the *house* burns @everyone' };
    const shown = output(judged({ ...ONLY, rules }, [], { overrides: [override] }));
    expect(states(shown)).toEqual(['completed', 'success', 'Overridden by @lea']);
    expect(shown.summary).not.toContain('@everyone');
    expect(shown.summary).toContain('\\*house\\*');
    expect(plain(shown)).toContain('@lea overrode this check for this head: the \\*house\\* burns @everyone');
    expect(plain(shown)).toContain('❌ 1 of @author');
  });

  test('mentions nobody', () => {
    expect(output(judged(high)).summary).not.toMatch(/@\w/);
  });
});

describe('one commit at the head of several pull requests', () => {
  const RANKED: readonly Evaluation[] = [
    judged(NOTHING),
    judged(high, ['dan', 'cat']),
    { ...judged(high), outcome: 'overridden', override: { login: 'lea', isBot: false, headSha: HEAD, because: 'x' } },
    judged(high),
    judged(VOID),
    judged(ONLY, [], { people: ALONE }),
  ];

  test('the worst decides, in any order', () => {
    for (const [worse, evaluation] of RANKED.entries()) {
      for (const better of RANKED.slice(0, worse)) {
        const expected = states(output(evaluation));
        expect(states(approvalOutput([one(1, better), one(2, evaluation)]))).toEqual(expected);
        expect(states(approvalOutput([one(2, evaluation), one(1, better)]))).toEqual(expected);
      }
    }
  });

  test('all are named, the worst first', () => {
    const shown = plain(
      approvalOutput([one(9, judged(high, ['dan', 'cat'])), one(12, judged(high)), one(3, judged(high))]),
    );
    expect(shown).toContain('This commit is the head of 3 pull requests (3, 9, 12); the worst decides.');
    expect(shown.match(/## Pull request \d+/g)).toEqual([
      '## Pull request 3',
      '## Pull request 12',
      '## Pull request 9',
    ]);
  });

  test('of many, twenty are named and five are told', () => {
    const many = Array.from({ length: 30 }, (_, index) => one(index + 1, judged(high)));
    const [first, ...rest] = many;
    const shown = plain(approvalOutput(first ? [first, ...rest] : [one(1, judged(high))]));
    expect(shown).toContain('18, 19, 20 and 10 more)');
    expect(shown.match(/## Pull request/g)).toHaveLength(5);
  });

  test('one of them alone is not numbered', () => {
    expect(plain(output(judged(high)))).not.toContain('Pull request');
  });
});

describe('however much there is', () => {
  const names = Array.from({ length: 900 }, (_, index) => `runbooks/${'<b>|`*@x'.repeat(12)}${index}.md`);
  const world: World = {
    base: {},
    change: Object.fromEntries(names.map((name, index) => [name, page(`owner: "@acme/t${index}"`)])),
  };
  const rules = `override: {by: ["@lea"]}\n${RULES}`;
  const override = { login: 'lea', isBot: false, headSha: HEAD, because: '*'.repeat(70_000) };
  const reviews = Array.from({ length: 300 }, (_, index) => review(`${'x'.repeat(30)}${index}`));
  const notes = Array.from({ length: 50 }, () => '<'.repeat(5_000));

  test('the output stays within GitHub’s limits and counts what is left out', () => {
    const evaluation = judged({ ...world, rules }, [], { reviews });
    const shown = output(evaluation, notes);
    expect(shown.summary.length).toBeLessThan(65_000);
    expect(shown.title.length).toBeLessThanOrEqual(250);
    expect(shown.summary).toMatch(/_and \d+ more lines; `steward approval --explain` prints everything_/);
    expect(
      output(judged({ ...world, rules }, [], { reviews, overrides: [override] }), notes).summary.length,
    ).toBeLessThan(65_000);
  });

  test('also for several pull requests', () => {
    const evaluation = judged({ ...world, rules }, [], { reviews, overrides: [override] });
    const shown = approvalOutput([
      one(1, evaluation),
      { ...one(2, evaluation), notes },
      { ...one(3, evaluation), notes },
      { ...one(4, evaluation), notes },
      { ...one(5, evaluation), notes },
    ]);
    expect(shown.summary.length).toBeLessThan(65_000);
  });

  test('a long title is cut', () => {
    const long = `approval: {rules: [{from: [${Array.from({ length: 30 }, (_, n) => `"@acme/${'t'.repeat(20)}${n}"`).join(', ')}]}]}`;
    const { title } = output(
      judged({ ...high, rules: long }, ['dan'], {
        people: peopleOf({ '@acme/db': ['dan'], [`@acme/${'t'.repeat(20)}1`]: ['tim'] }),
      }),
    );
    expect(title).toHaveLength(250);
    expect(title.endsWith('…')).toBe(true);
  });

  test('a tree that fits is whole', () => {
    const lines = [
      { depth: 0, mark: null, text: 'a' },
      { depth: 1, mark: 'met', text: 'b' },
    ] as const;
    expect(treeMarkdown(lines)).toBe('- a\n  - ✅ b');
    expect(treeMarkdown(lines, 5)).toBe('- a\n\n_and 1 more lines; `steward approval --explain` prints everything_');
  });
});
