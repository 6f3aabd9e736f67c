// github: repairs → suggestions on the lines of a pull request, and text to paste for the lines that it does not show.
import type { Repair } from '../core/policy/certain-fixes.ts';
import { lineStarts, positionAt } from '../core/position.ts';
import type { ChangedFile } from './read-changes.ts';

/** Lines `first` to `last` (1-based, both included) of the head's file are to become `lines`. */
export type Replacement = {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
};

/** Each place that a repair changes, in whole lines. Edits whose lines meet are one replacement. */
export function replacementsOf({ path, before, edits }: Repair): readonly Replacement[] {
  const starts = lineStarts(before);
  const lastLine = before.endsWith('\n') && starts.length > 1 ? starts.length - 1 : starts.length;
  const lineOf = (offset: number) => Math.min(positionAt(starts, offset).line, lastLine);
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const spans: { first: number; last: number; edits: Repair['edits'][number][] }[] = [];
  for (const edit of sorted) {
    // What ends with a line break ends on the line before.
    const end = edit.end > edit.start && before[edit.end - 1] === '\n' ? edit.end - 1 : edit.end;
    const [first, last] = [lineOf(edit.start), lineOf(end)];
    const previous = spans.at(-1);
    if (previous && first <= previous.last) {
      previous.last = Math.max(previous.last, last);
      previous.edits.push(edit);
    } else spans.push({ first, last, edits: [edit] });
  }
  return spans.map(({ first, last, edits: own }) => {
    const from = starts[first - 1] ?? 0;
    const to = starts[last] ?? before.length;
    return { path, first, last, lines: linesOf(edited(before, from, to, own)) };
  });
}

/** Whether the pull request shows these lines, together in one place: only there GitHub takes a suggestion. */
export function isShown({ first, last }: Replacement, file: ChangedFile | undefined): boolean {
  return hunksOf(file?.patch ?? '').some(([from, to]) => from <= first && last <= to);
}

/** First and last line of each part of the head's file that `patch` shows. */
function hunksOf(patch: string): readonly (readonly [from: number, to: number])[] {
  return [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, count = '1']) => {
    const from = Number(start);
    return [from, from + Number(count) - 1] as const;
  });
}

function edited(text: string, from: number, to: number, edits: Repair['edits']): string {
  let result = '';
  let at = from;
  for (const { start, end, insert } of edits) {
    if (start < at) continue;
    result += text.slice(at, start) + insert;
    at = end;
  }
  return result + text.slice(at, Math.max(at, to));
}

/** Without the line ends: GitHub puts the file's own back. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
