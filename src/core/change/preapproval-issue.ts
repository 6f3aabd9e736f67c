// core/change: which standing approvals of the board lapse, and the one issue that says so.
import { addInterval } from '../calendar-date.ts';
import { codeCell } from '../code-span.ts';

/** A procedure's standing approval and the last day on which it holds, `YYYY-MM-DD`. */
export type PreapprovalEnd = { readonly path: string; readonly ref: string | null; readonly until: string };

export const PREAPPROVALS_TITLE = 'Pre-approvals that lapse';

const MOST_LISTED = 200;

/** Those that have lapsed on `today`, or will within `dueSoon` (`review.dueSoon`). */
export function lapsing(ends: readonly PreapprovalEnd[], today: string, dueSoon: string): readonly PreapprovalEnd[] {
  const last = addInterval(today, dueSoon);
  return ends.filter(({ until }) => until <= last);
}

/** It says days, not how many are left: the text stays what it is until something happens. `board` null: nobody is mentioned. */
export function preapprovalsText(ends: readonly PreapprovalEnd[], today: string, board: string | null): string {
  const rows = ends.slice(0, MOST_LISTED).map(({ path, ref, until }) => {
    const day = until < today ? `**lapsed** after ${until}` : `until ${until}`;
    return `| ${codeCell(path)} | ${ref === null ? '' : codeCell(ref, 80)} | ${day} |`;
  });
  const more = ends.length - MOST_LISTED;
  return [
    `${board === null ? 'For the change board' : `For ${board}`}: after these days a change of these procedures is no standard change any more, and fails \`change-preapproved\`.`,
    ['| procedure | reference | pre-approved |', '| --- | --- | --- |', ...rows].join('\n'),
    ...(more > 0 ? [`And ${more} more.`] : []),
    'Record in the front matter what the board says now (`on` and `expires` of `preapproval`), or set another change type. This issue closes itself when the default branch shows it.',
  ].join('\n\n');
}
