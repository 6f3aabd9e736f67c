// core/feedback: how feedback is answered, in numbers and without names of people.
import { byCodePoint } from '../code-point-order.ts';
import type { FeedbackTimes } from './events.ts';
import type { Severity } from './severity.ts';

/** One feedback issue. `owner`: who is responsible; null: nobody. `isOverdue`: an answer is due and there is none. */
export type Measured = FeedbackTimes & {
  readonly repository: string;
  readonly owner: string | null;
  readonly severity: Severity | null;
  readonly isOverdue: boolean;
};

/** Times are medians and 90th percentiles in hours, to one decimal; null where there is none to measure. */
export type FeedbackMeasures = {
  readonly total: number;
  readonly open: number;
  readonly openDangerous: number;
  readonly unanswered: number;
  readonly overdue: number;
  readonly reopened: number;
  readonly firstAnswerHours: Spread;
  readonly resolutionHours: Spread;
};
export type Spread = { readonly median: number; readonly p90: number } | null;

export type FeedbackReport = {
  readonly total: FeedbackMeasures;
  readonly owners: readonly ({ readonly owner: string | null } & FeedbackMeasures)[];
  readonly repositories: readonly ({ readonly repository: string } & FeedbackMeasures)[];
};

/** All together, then each owner and each repository by name (nobody last). */
export function measureFeedback(issues: readonly Measured[]): FeedbackReport {
  const owners = [...Map.groupBy(issues, ({ owner }) => owner?.toLowerCase() ?? null)].sort(([a], [b]) => byName(a, b));
  const repositories = [...Map.groupBy(issues, ({ repository }) => repository)].sort(([a], [b]) => byCodePoint(a, b));
  return {
    total: measures(issues),
    owners: owners.map(([, theirs]) => ({ owner: theirs[0]?.owner ?? null, ...measures(theirs) })),
    repositories: repositories.map(([repository, theirs]) => ({ repository, ...measures(theirs) })),
  };
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return byCodePoint(a, b);
}

function measures(issues: readonly Measured[]): FeedbackMeasures {
  const open = issues.filter(({ isOpen }) => isOpen);
  return {
    total: issues.length,
    open: open.length,
    openDangerous: open.filter(({ severity }) => severity === 'dangerous').length,
    unanswered: open.filter(({ firstAnswer }) => firstAnswer === null).length,
    overdue: open.filter(({ isOverdue }) => isOverdue).length,
    reopened: issues.filter(({ reopened }) => reopened > 0).length,
    firstAnswerHours: spread(issues.map(({ firstAnswer }) => firstAnswer)),
    resolutionHours: spread(issues.map(({ resolution }) => resolution)),
  };
}

const HOUR_MS = 3_600_000;

/** By the nearest rank, so that each is a time that was really taken. */
function spread(times: readonly (number | null)[]): Spread {
  const sorted = times.filter((time) => time !== null).sort((a, b) => a - b);
  const at = (share: number) => Math.round(((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / HOUR_MS) * 10) / 10;
  return sorted.length === 0 ? null : { median: at(0.5), p90: at(0.9) };
}
