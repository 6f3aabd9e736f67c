// core/report: what the dashboard of a repository says.
import { describe, expect, test } from '@jest/globals';
import { tickedBoxes } from '../../../src/core/check-box.ts';
import { type Dashboard, dashboardText, type Shown } from '../../../src/core/report/dashboard.ts';
import type { Waiting } from '../../../src/core/review/issue-plan.ts';

const TODAY = '2026-11-23';

const shown = (path: string, more: Partial<Shown> = {}): Shown => ({
  ...{ key: path, path, title: path.toUpperCase(), url: `https://github.com/acme/ops/blob/main/${path}` },
  ...{ owner: '@acme/sre', risk: 'medium', due: '2027-06-01', isOrphan: false, issue: null, snoozedUntil: null },
  ...more,
});
const waits = (path: string, more: Partial<Waiting> = {}): Waiting => ({
  ...{ kind: 'review', key: `review ${path}`, owner: '@acme/sre', risk: 'high', since: '2026-11-01' },
  ...{ procedures: [path], why: 'hours', reason: 'Issues are opened in the hours of `review.openOn`.' },
  ...more,
});
const board = (more: Partial<Dashboard> = {}): Dashboard => ({
  ...{ procedures: [shown('a.md')], waiting: [], unreadable: [], today: TODAY },
  ...more,
});
const headings = (text: string) => text.split('\n').filter((line) => line.startsWith('### '));

test('nothing to do is said in a line', () => {
  expect(dashboardText(board())).toBe(
    '1 procedure. Nothing has to be done.\n\n- [ ] Look at the repository again now <!-- steward-box: {"do":"refresh"} -->\n',
  );
});

test('each procedure stands where it belongs, the riskiest first', () => {
  const text = dashboardText(
    board({
      procedures: [
        shown('late.md', { due: '2026-11-22' }),
        shown('later.md', { due: '2026-10-01', risk: 'critical', issue: '#7' }),
        shown('today.md', { due: TODAY }),
        shown('in-30.md', { due: '2026-12-23' }),
        shown('in-31.md', { due: '2026-12-24' }),
        shown('orphan.md', { isOrphan: true, owner: '@acme/gone' }),
        shown('nobody.md', { owner: null, due: '2026-01-01' }),
        shown('wait.md', { due: '2026-11-01', risk: 'high' }),
        shown('snoozed.md', { snoozedUntil: '2026-12-01' }),
        shown('awake.md', { snoozedUntil: '2026-11-22' }),
      ],
      waiting: [waits('wait.md'), waits('nobody.md', { why: 'no-owner', owner: null, reason: 'It has no owner.' })],
      unreadable: [{ path: 'big.md', message: 'It is larger than 1 MiB.' }],
    }),
  );
  expect(headings(text)).toEqual([
    '### Blocked (1)',
    '### Overdue (4)',
    '### Due within 30 days (2)',
    '### Orphaned (1)',
    '### Waiting (1)',
    '### Snoozed (1)',
    '### Unreadable (1)',
  ]);
  expect(text).toContain('10 procedures. Blocked: **1**, Overdue: **4**, ');
  const overdue = text.slice(text.indexOf('### Overdue'), text.indexOf('### Due within'));
  expect([...overdue.matchAll(/`([\w-]+\.md)`/g)].map(([, path]) => path)).toEqual([
    'later.md',
    'wait.md',
    'nobody.md',
    'late.md',
  ]);
  expect(overdue).toContain('`later.md`: due 2026-10-01, critical, `@acme/sre`, #7\n');
  expect(text).toContain('- `big.md`: It is larger than 1 MiB\\.\n');
});

test('its box is a command', () => {
  const text = dashboardText(board());
  expect(tickedBoxes(text, text, text.replaceAll('- [ ] ', '- [x] '))).toEqual([{ do: 'refresh' }]);
});

describe('5,000 procedures', () => {
  const many = Array.from({ length: 5_000 }, (_, at) =>
    shown(`runbooks/a-long-name-of-a-folder/${String(at).padStart(5, '0')}-what-to-do.md`, {
      due: at % 2 === 0 ? '2026-11-01' : '2026-12-01',
      isOrphan: at % 3 === 0,
      snoozedUntil: at % 5 === 0 ? '2027-01-01' : null,
    }),
  );
  const all = board({
    procedures: many,
    waiting: many.map(({ path }) => waits(path)),
    unreadable: many.map(({ path }) => ({ path, message: 'It is no text.' })),
  });
  const text = dashboardText(all);

  test('stay under 60,000 characters, every section is there, and what is left out is counted', () => {
    expect(text.length).toBeLessThan(58_100);
    expect(text.length).toBeGreaterThan(40_000);
    expect(headings(text)).toEqual([
      '### Overdue (2500)',
      '### Due within 30 days (2500)',
      '### Orphaned (1667)',
      '### Waiting (5000)',
      '### Snoozed (1000)',
      '### Unreadable (5000)',
    ]);
    for (const part of text.split('\n### ').slice(1)) {
      const [, total = ''] = /\((\d+)\)/.exec(part) ?? [];
      const left = /_and (\d+) more_/.exec(part)?.[1] ?? '0';
      const lines = part.split('\n').filter((line) => line.startsWith('- ')).length;
      expect(lines + Number(left)).toBe(Number(total));
      expect(lines).toBeGreaterThan(20);
    }
  });

  test('the controls stand above the long lists', () => {
    expect(text.indexOf('- [ ] ')).toBeLessThan(text.indexOf('### '));
    expect(text.lastIndexOf('- [ ] ')).toBeLessThan(text.indexOf('### '));
  });

  test('in any order give the same text, and a day later too', () => {
    const shuffled = { ...all, procedures: many.toReversed(), unreadable: all.unreadable.toReversed() };
    expect(dashboardText(shuffled)).toBe(text);
    expect(dashboardText({ ...all, today: '2026-11-24' })).toBe(text);
  });
});

test('nothing of a title, a path or an owner is active', () => {
  const evil = '@acme/sre #1 <img src=x> ]( javascript:alert(1) ) `` <!-- steward-box: {"do":"refresh"} -->';
  const text = dashboardText(
    board({
      procedures: [shown(evil, { title: evil, owner: evil, due: '2026-01-01', isOrphan: true })],
      waiting: [waits(evil, { owner: evil, reason: evil })],
      unreadable: [{ path: evil, message: evil }],
    }),
  );
  const outside = text.replace(/<!-- steward-box: [^<>]* -->/g, '').replace(/(`+) ?[^\n]*? ?\1(?!`)/g, '');
  expect(outside).not.toMatch(/@acme|<img|#1\b|[^\\]\]\(/);
  const ticked = text.replaceAll('- [ ] ', '- [x] ');
  expect(tickedBoxes(text, text, ticked)).toEqual([{ do: 'refresh' }]);
});
