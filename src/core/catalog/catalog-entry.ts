// core/catalog: a procedure's row in the catalog, as plain data.
import { isDate, preapprovalIn } from '../policy/material.ts';
import { isStandard } from '../policy/preapproval.ts';
import type { Entry } from '../policy/verdict.ts';
import { headingsOf, linksOf } from '../procedure/outline.ts';
import type { Contact, Procedure } from '../procedure/procedure.ts';

/** What the catalog knows of a procedure. What depends on the day (whether a review is overdue) is not part of it. Absent values are null. */
export type CatalogEntry = {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly owner: {
    readonly handle: string;
    readonly kind: 'team' | 'user';
    readonly source: string;
    readonly line: number;
  } | null;
  readonly codeOwners: readonly string[];
  readonly codeOwnersLine: number | null;
  readonly coverage: string;
  readonly risk: string | null;
  readonly status: string;
  readonly review: {
    readonly last: string | null;
    readonly lastBy: string | null;
    readonly next: string | null;
    /** ISO 8601. */
    readonly interval: string | null;
    readonly kind: ReviewKind;
  };
  readonly alerts: readonly string[];
  readonly services: readonly string[];
  readonly tags: readonly string[];
  readonly aliases: readonly string[];
  readonly supersededBy: string | null;
  /** Of a standard change: the board's reference, and the last day on which its standing approval holds. */
  readonly preapproval: { readonly ref: string | null; readonly until: string } | null;
  readonly contacts: readonly Contact[];
  /** Handles. */
  readonly approvers: readonly string[];
  readonly headings: readonly { readonly text: string; readonly anchor: string; readonly level: number }[];
  readonly links: readonly { readonly target: string; readonly line: number; readonly column: number }[];
  readonly contentHash: string;
};

/** `dated`: it has a due day, and the calendar says whether it is current, due soon or overdue. */
export type ReviewKind = 'dated' | 'undated' | 'invalid' | 'never';

/** No procedure is read further than this by those who look for headings and links of others. */
const MOST_LISTED = 500;

export function toCatalogEntry(entry: Entry): CatalogEntry {
  const { procedure, owner, codeOwners, codeOwnersRule, coverage, risk, review } = entry;
  const { metadata } = procedure;
  return {
    path: procedure.path,
    id: procedure.id,
    title: procedure.title,
    type: procedure.type,
    format: procedure.format,
    owner: owner && {
      handle: owner.handle,
      kind: owner.kind,
      source: owner.source.layer,
      line: owner.source.at.line,
    },
    codeOwners,
    codeOwnersLine: codeOwnersRule?.line ?? null,
    coverage,
    risk,
    status: procedure.status,
    review: {
      last: review.last,
      lastBy: review.lastBy,
      next: review.next,
      interval: review.interval && 'iso' in review.interval ? review.interval.iso : null,
      kind: KINDS[review.state],
    },
    alerts: metadata.alerts?.value ?? [],
    services: metadata.services?.value ?? [],
    tags: metadata.tags?.value ?? [],
    aliases: metadata.aliases?.value ?? [],
    supersededBy: metadata.supersededBy?.value ?? null,
    preapproval: preapprovalOf(procedure),
    contacts: metadata.contacts?.value ?? [],
    approvers: (metadata.approvers?.value ?? []).flatMap(({ owner: known }) => known?.handle ?? []),
    headings: headingsOf(procedure)
      .slice(0, MOST_LISTED)
      .map(({ text, anchor, level }) => ({ text, anchor, level })),
    links: linksOf(procedure).slice(0, MOST_LISTED),
    contentHash: procedure.contentHash,
  };
}

/** One without a day that is one is a finding, and lapses never. */
function preapprovalOf(procedure: Procedure): CatalogEntry['preapproval'] {
  const written = isStandard(procedure) ? preapprovalIn(procedure) : null;
  return written?.expires && isDate(written.expires) ? { ref: written.ref, until: written.expires } : null;
}

const KINDS: Readonly<Record<Entry['review']['state'], ReviewKind>> = {
  current: 'dated',
  'due-soon': 'dated',
  overdue: 'dated',
  undated: 'undated',
  invalid: 'invalid',
  never: 'never',
};
