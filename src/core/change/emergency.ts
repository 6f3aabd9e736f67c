// core/change: what follows an emergency change: it was hurried, so it is looked at once it is in.
import { addInterval } from '../calendar-date.ts';
import { codeSpan } from '../code-span.ts';
import { firstOf } from '../policy/first-of.ts';
import type { Settings } from '../policy/settings.ts';
import type { Risk } from '../procedure/procedure.ts';
import { type ChangedProcedure, entryOf } from './changed-procedures.ts';

/** What the marker of the issue is called. */
export const EMERGENCY = 'emergency';

const BY_RISK: readonly Risk[] = ['critical', 'high', 'medium', 'low'];

/** Those of which a change is an emergency, by what they were or by what they became: no change takes itself out. */
export function emergenciesIn(procedures: readonly ChangedProcedure[]): readonly ChangedProcedure[] {
  return procedures.filter(({ before, after }) =>
    [before, after].some((side) => entryOf(side)?.procedure.metadata.change?.value.type === 'emergency'),
  );
}

/** The last day for the look back: `review.escalateAfter` of the riskiest of them, from the day of the merge. */
export function lookBackBy(
  procedures: readonly ChangedProcedure[],
  merged: string,
  { escalateAfter }: Settings['review'],
): string {
  const risks = procedures.flatMap(({ before, after }) => [entryOf(before)?.risk, entryOf(after)?.risk]);
  const worst = BY_RISK.find((risk) => risks.includes(risk)) ?? 'medium';
  return addInterval(merged, escalateAfter[worst] ?? escalateAfter.default);
}

export type LookBack = {
  /** `#7`, or `acme/ops#7` where the issue is in another repository. */
  readonly pull: string;
  readonly number: number;
  /** `YYYY-MM-DD`. */
  readonly by: string;
  readonly paths: readonly string[];
  /** Handles that GitHub knows: they are told. */
  readonly owners: readonly string[];
  readonly board: string | null;
};

const MOST_MENTIONS = 3;

export function lookBackTitle({ number, by }: Pick<LookBack, 'number' | 'by'>): string {
  return `Look back at the emergency change of pull request ${number} by ${by}`;
}

/** Nobody but the owners and the board is mentioned. */
export function lookBackText({ pull, by, paths, owners, board }: LookBack): string {
  const told = [...owners.slice(0, MOST_MENTIONS - (board ? 1 : 0)), ...(board ? [board] : [])];
  const more = owners.length - (told.length - (board ? 1 : 0));
  const whom = told.length > 0 ? `For ${told.join(' and ')}${more > 0 ? ` and ${more} more owners` : ''}. ` : '';
  return [
    `${pull} is merged. It changes ${firstOf(paths.map((path) => codeSpan(path)))}, of which a change is an emergency.`,
    `${whom}Look back at it by **${by}**: was it right, does it stay, and what would make the next one no emergency?`,
    `Then say ${codeSpan('/steward reviewed — what you found')} here, or close this issue.`,
  ].join('\n\n');
}
