// core/catalog: the default branch of a repository → what the catalog keeps of it.
import type { Finding } from '../finding.ts';
import { check } from '../policy/check.ts';
import { surveyOf } from '../policy/entries.ts';
import type { Clock } from '../policy/policy-of.ts';
import type { Settings } from '../policy/settings.ts';
import type { Snapshot } from '../snapshot.ts';
import { type CatalogEntry, toCatalogEntry } from './catalog-entry.ts';

export type Catalogued = {
  /** By path in code-point order; none where the app is switched off in the repository. */
  readonly entries: readonly CatalogEntry[];
  /** All that stands, but for what is a matter of the day: whether a review is overdue follows from its date. */
  readonly findings: readonly Finding[];
  /** What others want to know of the configuration. */
  readonly settings: {
    readonly isEnabled: boolean;
    /** No configuration anywhere: nothing is written to the repository but the check. */
    readonly isAdvisory: boolean;
    readonly enforce: string;
    readonly timeZone: string | null;
    /** ISO 8601. */
    readonly dueSoon: string;
    readonly fallback: string | null;
    /** All of it, for what follows from the catalog: reviews, orphans and feedback. Plain data; of this version (`SETTINGS_VERSION`). */
    readonly whole: { readonly version: number; readonly settings: Settings };
  };
};

/** To be raised when `Settings` changes its form: what another version kept is not read (`keptSettings`). */
export const SETTINGS_VERSION = 1;

/** The settings that an index kept; null where there are none, or those of another version: they come with the next index. */
export function keptSettings(kept: Readonly<Record<string, unknown>>): Settings | null {
  const whole = kept['whole'] as Partial<Catalogued['settings']['whole']> | undefined;
  return whole?.version === SETTINGS_VERSION ? (whole.settings ?? null) : null;
}

const OF_THE_DAY = new Set(['review-current']);

/** `snapshot` is of the whole default branch, with nothing to compare it with. A configuration that is broken in part holds in the rest. */
export function toCatalog(snapshot: Snapshot, clock: Clock): Catalogued {
  const { survey, policy } = surveyOf(snapshot, clock);
  const { settings, advisory } = policy;
  const judged = settings.enabled ? check(snapshot, { today: clock }) : null;
  const findings = judged && 'verdict' in judged ? judged.verdict.findings : [];
  return {
    entries: settings.enabled ? survey.entries.map(toCatalogEntry) : [],
    findings: findings.filter(({ rule }) => !OF_THE_DAY.has(rule)),
    settings: {
      isEnabled: settings.enabled,
      isAdvisory: advisory,
      enforce: settings.enforce,
      timeZone: settings.review.timeZone,
      dueSoon: settings.review.dueSoon,
      fallback: settings.owners.fallback,
      whole: { version: SETTINGS_VERSION, settings },
    },
  };
}
