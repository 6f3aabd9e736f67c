// core/policy: whether a procedure changed in a way that somebody has to look at (contract §4, "Material").
import { daysBetween, parseDate } from '../calendar-date.ts';
import { ownerKey } from '../owner.ts';
import type { Metadata, Procedure } from '../procedure/procedure.ts';

type Change = NonNullable<Metadata['change']>['value'];
export type Preapproval = NonNullable<Change['preapproval']>;

/**
 * Whether `after` differs from `before` in more than line endings, trailing blanks, the review keys and a refresh of the pre-approval.
 * The parsed procedures are compared: their text, their path, and the metadata that holds for them, wherever it is written.
 */
export function isMaterial(before: Procedure, after: Procedure): boolean {
  return (
    before.path !== after.path ||
    before.contentHash !== after.contentHash ||
    before.frontMatter.state !== after.frontMatter.state ||
    materialValues(before.metadata) !== materialValues(after.metadata) ||
    !(isSamePreapproval(before, after) || isRefresh(preapprovalIn(before), preapprovalIn(after)))
  );
}

/** The pre-approval that a procedure records, as written; null where it records none. */
export function preapprovalIn({ metadata }: Procedure): Preapproval | null {
  return metadata.change?.value.preapproval ?? null;
}

/** Whether two states of a procedure record the same pre-approval. */
export function isSamePreapproval(before: Procedure, after: Procedure): boolean {
  return JSON.stringify(preapprovalIn(before)) === JSON.stringify(preapprovalIn(after));
}

/**
 * Whether `after` is `before` given once more: by the same, on a later day, and for no longer than before. A longer term, or another
 * board, is a new decision and not a refresh.
 */
export function isRefresh(before: Preapproval | null, after: Preapproval | null): boolean {
  if (before?.by == null || after?.by == null || after.ref === null) return false;
  const [old, fresh] = [termOf(before), termOf(after)];
  return (
    old !== null &&
    fresh !== null &&
    ownerKey(before.by) === ownerKey(after.by) &&
    (before.on ?? '') < (after.on ?? '') &&
    fresh <= old
  );
}

/** The days from `on` to `expires`; null where one of them is missing or no date. */
export function termOf({ on, expires }: Preapproval): number | null {
  if (on === null || expires === null || !isDate(on) || !isDate(expires)) return null;
  return daysBetween(on, expires);
}

/** Whether `written` is a calendar day in the form YYYY-MM-DD. */
export function isDate(written: string): boolean {
  const parsed = parseDate(written, 'iso');
  return 'date' in parsed && parsed.date === written;
}

/** Whether the same metadata holds for two states of a procedure, wherever it is written. */
export function isSameMetadata(before: Procedure, after: Procedure): boolean {
  return valuesWithout(WHERE, before.metadata) === valuesWithout(WHERE, after.metadata);
}

const WHERE: ReadonlySet<string> = new Set(['source', 'span', 'at']);
const NOT_MATERIAL = new Set([...WHERE, 'lastReviewedOn', 'lastReviewedBy', 'nextReviewOn', 'preapproval']);

function materialValues(metadata: Metadata): string {
  return valuesWithout(NOT_MATERIAL, metadata);
}

function valuesWithout(left: ReadonlySet<string>, metadata: Metadata): string {
  return JSON.stringify(metadata, (key, value: unknown) => (left.has(key) ? undefined : value));
}
