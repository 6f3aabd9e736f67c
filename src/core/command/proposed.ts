// core/command: what a pull request of the app's carries, as its own record has it.
import { z } from 'zod';
import { MARKER_LIMIT, type Marker, readMarker, writeQuietMarker } from '../marker.ts';
import { type AttestationRecord, readAttestations, writeAttestations } from '../review/attestation-record.ts';
import { type Proposal, type ProposedFor, proposalText, pullTitle, reviewsText } from './pull-text.ts';

/** What `proposal` pull requests are about; `attestations` of the kind `reviewed`. */
export type Carried =
  | { readonly proposal: 'reviewed'; readonly items: readonly AttestationRecord[] }
  | { readonly proposal: 'retire' | 'approve-owner'; readonly items: readonly ProposedFor[] };

export const PROPOSALS = ['reviewed', 'retire', 'approve-owner'] as const satisfies readonly Proposal[];

const ITEM = z.object({
  path: z.string().min(1),
  by: z.string(),
  note: z.string().max(2_000),
  owner: z.string().nullable(),
});

/** Those of the record that can be read. */
export function readItems(items: unknown): readonly ProposedFor[] {
  return Array.isArray(items) ? items.flatMap((one) => ITEM.safeParse(one).data ?? []) : [];
}

/** `old` with what `fresh` says of the same procedures in its place; null where one pull request cannot hold as much. Both are of one kind. */
export function mergedCarried(old: Carried, fresh: Carried, key: string): Carried | null {
  const merged = merge(old, fresh);
  return hiddenLine(merged, key).length < MARKER_LIMIT ? merged : null;
}

function merge(old: Carried, fresh: Carried): Carried {
  if (fresh.proposal === 'reviewed')
    return old.proposal === 'reviewed' ? { ...fresh, items: mergedItems(old.items, fresh.items) } : fresh;
  return old.proposal === 'reviewed' ? fresh : { ...fresh, items: mergedItems(old.items, fresh.items) };
}

function mergedItems<T extends { readonly path: string }>(old: readonly T[], fresh: readonly T[]): readonly T[] {
  const paths = new Set(fresh.map(({ path }) => path));
  return [...old.filter(({ path }) => !paths.has(path)), ...fresh];
}

/** Title and body. `from`: where it was asked for, as GitHub links it; null: that must not be named. */
export function pullOf(
  carried: Carried,
  key: string,
  from: string | null,
): { readonly title: string; readonly body: string } {
  const title = pullTitle(carried.proposal, carried.items.length);
  return { title, body: `${hiddenLine(carried, key)}\n${textOf(carried, from)}\n` };
}

function hiddenLine(carried: Carried, key: string): string {
  if (carried.proposal === 'reviewed') return writeAttestations(key, carried.items);
  return writeQuietMarker({ kind: carried.proposal, key, items: carried.items });
}

function textOf(carried: Carried, from: string | null): string {
  if (carried.proposal === 'reviewed') return reviewsText(carried.items, from);
  return proposalText(carried.proposal, carried.items, from);
}

/** What the hidden line of a body that the app wrote carries; null where it is none of these. */
export function carriedBy(body: string): { readonly marker: Marker; readonly carried: Carried } | null {
  const marker = readMarker(body);
  const proposal = PROPOSALS.find((one) => one === marker?.kind);
  if (!marker || !proposal) return null;
  if (proposal === 'reviewed') return { marker, carried: { proposal, items: readAttestations(body) } };
  return { marker, carried: { proposal, items: readItems(marker['items']) } };
}
