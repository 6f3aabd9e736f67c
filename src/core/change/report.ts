// core/change: an evaluation as the check run `Procedure approval`.
import { sentence } from '../code-span.ts';
import { approvalTitle } from './approval-title.ts';
import type { Evaluation, Outcome } from './evaluate.ts';
import { judgedLines, type TreeLine } from './tree-lines.ts';

/** The check run of one head. `conclusion` null while it is in progress. Title and summary are within GitHub's limits. */
export type ApprovalOutput = {
  readonly status: 'completed' | 'in_progress';
  readonly conclusion: 'success' | 'failure' | 'skipped' | null;
  readonly title: string;
  readonly summary: string;
};

/** An evaluation and the pull request it is of. `notes`: sentences on what was not looked at and why. */
export type JudgedPull = { readonly pull: number; readonly evaluation: Evaluation; readonly notes: readonly string[] };

const CONCLUSION: Readonly<Record<Outcome, ApprovalOutput['conclusion']>> = {
  met: 'success',
  overridden: 'success',
  waiting: null,
  impossible: 'failure',
  void: 'failure',
  nothing: 'skipped',
};
const GRAVITY: Readonly<Record<Outcome, number>> = {
  impossible: 5,
  void: 4,
  waiting: 3,
  overridden: 2,
  met: 1,
  nothing: 0,
};
const SUMMARY_LIMIT = 60_000;
const TITLE_LIMIT = 250;
const PULLS_TOLD = 5;
const RESERVE = 600;
const REASON_LIMIT = 600;
const UNCOUNTED_TOLD = 10;

/** The output for one head. Where several pull requests have it, all are named and the worst decides. */
export function approvalOutput(judged: readonly [JudgedPull, ...JudgedPull[]]): ApprovalOutput {
  const sorted = judged.toSorted(
    (a, b) => GRAVITY[b.evaluation.outcome] - GRAVITY[a.evaluation.outcome] || a.pull - b.pull,
  );
  const worst = sorted[0] ?? judged[0];
  const conclusion = CONCLUSION[worst.evaluation.outcome];
  const told = sorted.slice(0, PULLS_TOLD);
  const room = Math.floor(SUMMARY_LIMIT / told.length) - RESERVE;
  const numbers = sorted.map(({ pull }) => pull).toSorted((a, b) => a - b);
  const several =
    sorted.length > 1
      ? `This commit is the head of ${sorted.length} pull requests (${shortList(numbers)}); the worst decides.\n\n`
      : '';
  const parts = told.map((one) => (sorted.length > 1 ? `## Pull request ${one.pull}\n\n` : '') + summaryOf(one, room));
  return {
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    title: cut(approvalTitle(worst.evaluation), TITLE_LIMIT),
    summary: `${several}${parts.join('\n\n')}\n`,
  };
}

/** A merge group, by each of its pull requests. */
export type GroupOutput = {
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly [];
};

/**
 * The output for a merge group: it passes only where every pull request in it is approved. `gone`: those that are closed by now, or moved
 * on. What waits fails, for a queue waits for nobody.
 */
export function groupApprovalOutput(judged: readonly JudgedPull[], gone: readonly number[]): GroupOutput {
  const [first, ...others] = judged;
  const left = gone.length > 0 ? `Pull request ${shortList(gone)} is no longer what was queued` : null;
  if (!first) {
    const title = left ?? 'Nothing has to be approved';
    return { conclusion: left ? 'failure' : 'success', title, summary: `${title}.\n`, annotations: [] };
  }
  const { conclusion, title, summary } = approvalOutput([first, ...others]);
  if (left !== null) return { conclusion: 'failure', title: left, summary, annotations: [] };
  const waiting = judged.find(({ evaluation }) => evaluation.outcome === 'waiting')?.pull ?? first.pull;
  if (conclusion === null)
    return {
      ...{ conclusion: 'failure', summary, annotations: [] },
      title: cut(`Pull request ${waiting} is not approved: ${title}`, TITLE_LIMIT),
    };
  return { conclusion, title, summary, annotations: [] };
}

/** The tree has the room that the rest leaves. */
function summaryOf({ evaluation, notes }: JudgedPull, room: number): string {
  const { tree, override } = evaluation;
  const above = [
    `**${sentence(approvalTitle(evaluation), TITLE_LIMIT)}**`,
    ...(override
      ? [sentence(`@${override.login} overrode this check for this head: ${override.because}`, REASON_LIMIT)]
      : []),
  ];
  const below = fitting([...uncountedLine(evaluation), ...notes.map((note) => sentence(note, 300))], room / 3);
  const left = room - [...above, ...below].reduce((length, part) => length + part.length + 2, 0);
  return [...above, ...(tree ? [treeMarkdown(judgedLines(tree), left)] : []), ...below].join('\n\n');
}

function uncountedLine({ uncounted }: Evaluation): readonly string[] {
  if (uncounted.length === 0) return [];
  const told = uncounted.slice(0, UNCOUNTED_TOLD).map(({ login, why }) => sentence(`@${login} ${why}`, 150));
  const more = uncounted.length - told.length;
  return [`Reviews that do not count: ${told.join('; ')}${more > 0 ? ` and ${more} more` : ''}.`];
}

/** The first of `parts` that fit, and how many are left out. */
function fitting(parts: readonly string[], limit: number): readonly string[] {
  let length = 0;
  const end = parts.findIndex((part) => {
    length += part.length;
    return length > limit;
  });
  return end < 0 ? parts : [...parts.slice(0, end), `_and ${parts.length - end} more notes_`];
}

const MARK = { met: '✅', missing: '⏳', impossible: '❌' } as const;

/** A tree as a nested list. Text from the repository is escaped or stands in code spans. What does not fit is counted. */
export function treeMarkdown(lines: readonly TreeLine[], limit = SUMMARY_LIMIT): string {
  const kept: string[] = [];
  let length = 0;
  for (const { depth, mark, text } of lines) {
    const line = `${'  '.repeat(depth)}- ${mark ? `${MARK[mark]} ` : ''}${sentence(text, 1000)}`;
    length += line.length + 1;
    if (length > limit) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  return [
    ...kept,
    ...(left > 0 ? [`\n_and ${left} more lines; \`steward approval --explain\` prints everything_`] : []),
  ].join('\n');
}

function shortList(numbers: readonly number[]): string {
  const more = numbers.length - 20;
  return numbers.slice(0, 20).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
