// core/change: the board has approved an edit of what it had pre-approved → the days of its new pre-approval.
import { applyEdits } from '../edit.ts';
import type { Repair } from '../policy/certain-fixes.ts';
import { isSamePreapproval } from '../policy/material.ts';
import { refreshedFor } from '../policy/preapproval.ts';
import { refreshEdits } from '../policy/refresh-edits.ts';
import { isVoided } from '../policy/rules/preapproval-holds.ts';
import { type ChangedProcedure, entryOf } from './changed-procedures.ts';
import type { Evaluation } from './evaluate.ts';

/** `days`: the lines to write, as YAML. `repair`: the same in the procedure's own file; null where it does not stand there. */
export type Refresh = { readonly path: string; readonly days: string; readonly repair: Repair | null };

/** For each procedure whose pre-approval the change voids: given once more on `today`, for as long as before. None before the board approved. */
export function refreshesOf(
  procedures: readonly ChangedProcedure[],
  { isBoardApproved }: Pick<Evaluation, 'isBoardApproved'>,
  { board, today }: { readonly board: string | null; readonly today: string },
): readonly Refresh[] {
  if (!isBoardApproved) return [];
  return procedures.flatMap(({ path, before, after }) => {
    const [old, now] = [entryOf(before), entryOf(after)];
    // Days that the change writes itself are what the board has approved.
    if (!old || !now || !isVoided(old, now) || !isSamePreapproval(old.procedure, now.procedure)) return [];
    const fresh = refreshedFor(now.procedure, board, today);
    if (!fresh) return [];
    const { text } = now.procedure;
    const edits = refreshEdits(now.procedure, fresh);
    const repair = edits.length > 0 ? { path, before: text, after: applyEdits(text, edits), edits } : null;
    return [{ path, days: `on: ${fresh.on}, expires: ${fresh.expires}`, repair }];
  });
}

/** What the check says of it. */
export function refreshNote({ path, days }: Refresh): string {
  return `The board has approved this edit of ${quoted(path)}: record it in its \`preapproval\` with \`${days}\`.`;
}

/** A backtick would end the code. */
function quoted(path: string): string {
  return path.includes('`') ? path : `\`${path}\``;
}
