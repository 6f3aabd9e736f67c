// core/procedure: metadata blocks of several layers → the effective metadata, each value with its source.
import type { DateStyle } from '../calendar-date.ts';
import type { Problem } from '../finding.ts';
import type { OwnerSettings } from '../owner.ts';
import type { Block } from './front-matter.ts';
import { type AddedAliases, type Given, givenBy, type KeyNames, type MetadataKey, OWN_KEYS } from './metadata-keys.ts';
import type { Field, Layer, Metadata } from './procedure.ts';
import { readDate, readInterval } from './read-dates.ts';
import { readContacts, readOwner, readOwners } from './read-owners.ts';
import { RISKS, readAutomation, readChange, readId, readRequires, readType, STATUSES } from './read-values.ts';
import { readChoice, readList, readText, type Slot } from './slot.ts';

/** What the configuration says about reading metadata. `organisation`: the repository's owner, where it is known. */
export type MetadataSettings = {
  /** `metadata.aliases`: further names of a key, in order of preference. */
  readonly aliases: AddedAliases;
  readonly dates: DateStyle;
  /** `owners.map`. */
  readonly ownersMap: OwnerSettings['map'];
  readonly organisation: string | null;
};

/** A block and where it stands. `text`: its file's, where it is at hand. */
export type LayerBlock = {
  readonly layer: Layer;
  readonly path: string;
  readonly block: Block;
  readonly text: string | null;
};

export type Reader = {
  readonly settings: MetadataSettings;
  readonly names: KeyNames;
  readonly report: (problem: Problem) => void;
};

/**
 * The effective metadata: for each key the first of `layers` that says something, even where that cannot be used (a misspelt `risk`
 * is not replaced by a default). Problems are reported for the file itself only; those of defaults are told where they stand.
 */
export function readMetadata(layers: readonly LayerBlock[], { settings, names, report }: Reader): Metadata {
  const given = layers.map((layer) => ({ layer, by: givenBy(layer.block, names) }));
  const owners = { map: settings.ownersMap, organisation: settings.organisation };

  function field<T>(key: MetadataKey, read: (slot: Slot) => T | null): Field<T> | null {
    for (const { layer, by } of given) {
      const found = by.get(key);
      if (!found || (layer.layer !== 'file' && OWN_KEYS.includes(key))) continue;
      return fieldOf(layer, found, read, report);
    }
    return null;
  }
  const list = (slot: Slot) => filled(readList(slot, slot.entry.value));

  return {
    title: field('title', readText),
    id: field('id', readId),
    type: field('type', readType),
    purpose: field('purpose', readText),
    ownerReason: field('owner_reason', readText),
    owner: field('owner', (slot) => filled(readOwners(slot, owners, true))),
    contacts: field('contacts', (slot) => filled(readContacts(slot))),
    reviewers: field('reviewers', (slot) => filled(readOwners(slot, owners, false))),
    approvers: field('approvers', (slot) => filled(readOwners(slot, owners, false))),
    requires: field('requires', readRequires),
    risk: field('risk', (slot) => readChoice(slot, slot.entry.value, RISKS)),
    change: field('change', (slot) => readChange(slot, settings.dates)),
    lastReviewedOn: field('last_reviewed_on', (slot) => readDate(slot, settings.dates)),
    lastReviewedBy: field('last_reviewed_by', (slot) => readOwner(slot, owners)),
    reviewIn: field('review_in', readInterval),
    nextReviewOn: field('next_review_on', (slot) => readDate(slot, settings.dates)),
    status: field('status', (slot) => readChoice(slot, slot.entry.value, STATUSES[slot.entry.key] ?? STATUSES.status)),
    services: field('services', list),
    alerts: field('alerts', list),
    tags: field('tags', list),
    environments: field('environments', list),
    automation: field('automation', readAutomation),
    aliases: field('aliases', (slot) => filled(readList(slot, slot.entry.value, [], false))),
    supersededBy: field('superseded_by', readText),
  };
}

function fieldOf<T>(
  { layer, path, block, text }: LayerBlock,
  { entry }: Given,
  read: (slot: Slot) => T | null,
  report: Reader['report'],
): Field<T> | null {
  const isFile = layer === 'file';
  const value = read({ path, text, block, entry, report: isFile ? report : ignore });
  const source = { layer, path, at: entry.keyAt, key: entry.key };
  return value === null ? null : { value, source, span: isFile ? entry.valueSpan : null };
}

function filled<T>(items: readonly T[] | null): readonly T[] | null {
  return items === null || items.length === 0 ? null : items;
}

function ignore(): void {}
