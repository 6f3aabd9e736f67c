// core/procedure: the names of metadata, the contract's and those a configuration adds.
import type { Block, BlockEntry, Plain } from './front-matter.ts';
import { isPlainMap } from './front-matter.ts';

/** Every key of the contract (§2) and the other names under which it is accepted, in order of preference. */
const NAMES = {
  title: [],
  id: ['runbook_id', 'doc_id'],
  type: ['layout'],
  purpose: ['description'],
  owner_reason: [],
  owner: ['owners', 'owner_team', 'maintainer'],
  contacts: ['owner_slack', 'escalation_contact'],
  reviewers: [],
  approvers: [],
  requires: [],
  risk: ['risk_class'],
  change: [],
  last_reviewed_on: ['last_review_date', 'last_reviewed', 'last_verified_at', 'reviewed_on', 'lastReviewed'],
  last_reviewed_by: ['reviewed_by'],
  review_in: ['review_interval', 'review_cycle', 'expiration_in_days'],
  next_review_on: ['next_review', 'next_review_date'],
  status: ['lifecycle'],
  services: [],
  alerts: [],
  tags: [],
  environments: [],
  automation: [],
  aliases: ['redirect_from', 'old_paths'],
  superseded_by: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MetadataKey = keyof typeof NAMES;

/** The contract's keys, in its order. */
export const METADATA_KEYS = Object.keys(NAMES) as readonly MetadataKey[];

/** What a review itself changes; these keys are not material (contract §4). */
export const REVIEW_KEYS: readonly MetadataKey[] = ['last_reviewed_on', 'last_reviewed_by', 'next_review_on'];

/** What belongs to one procedure only, and is therefore no default for several. */
export const OWN_KEYS: readonly MetadataKey[] = [
  'title',
  'id',
  'last_reviewed_on',
  'last_reviewed_by',
  'next_review_on',
  'aliases',
  'superseded_by',
];

/** Every accepted name: the key it stands for, and its rank among the names of that key (0: the key itself). */
export type KeyNames = ReadonlyMap<string, { readonly key: MetadataKey; readonly rank: number }>;

/** Aliases as a configuration gives them (`metadata.aliases`). */
export type AddedAliases = Readonly<Record<string, readonly string[]>>;

/** The accepted names with those of `metadata.aliases` after the contract's own; none of them can take a contract's name away. */
export function keyNames(added: AddedAliases): KeyNames {
  const known = namesOf.get(added) ?? allNames(added);
  namesOf.set(added, known);
  return known;
}

/** One configuration is asked for every file. */
const namesOf = new WeakMap<AddedAliases, KeyNames>();

function allNames(added: AddedAliases): KeyNames {
  const names = new Map<string, { key: MetadataKey; rank: number }>();
  for (const key of METADATA_KEYS) {
    [key, ...NAMES[key]].forEach((name, rank) => {
      names.set(name, { key, rank });
    });
  }
  for (const key of METADATA_KEYS) {
    const more = Object.hasOwn(added, key) ? (added[key] ?? []) : [];
    more.forEach((name, index) => {
      if (!names.has(name)) names.set(name, { key, rank: 100 + index });
    });
  }
  return names;
}

/** The entry that gives a key, and the others that would, best first. */
export type Given = { readonly entry: BlockEntry; readonly others: readonly BlockEntry[] };

/** What a block says, by key: the key itself beats its aliases, then their order decides. Empty values say nothing. */
export function givenBy(block: Block, names: KeyNames): ReadonlyMap<MetadataKey, Given> {
  const found = new Map<MetadataKey, { entry: BlockEntry; rank: number }[]>();
  for (const entry of block.entries) {
    const name = names.get(entry.key);
    if (!name || isEmpty(entry.value) || !counts(entry)) continue;
    const list = found.get(name.key);
    if (list) list.push({ entry, rank: name.rank });
    else found.set(name.key, [{ entry, rank: name.rank }]);
  }
  const given = new Map<MetadataKey, Given>();
  for (const [key, list] of found) {
    const [first, ...others] = list.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
    if (first) given.set(key, { entry: first, others });
  }
  return given;
}

/** Whether a value is as good as none: null, blank, or a list or map of nothing else. */
export function isEmpty(value: Plain): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object') return false;
  return isPlainMap(value) ? Object.keys(value).length === 0 : value.every(isEmpty);
}

/** The values of `type`. */
export const PROCEDURE_TYPES = ['runbook', 'playbook', 'sop', 'policy', 'reference'] as const;

/** `layout` is a site generator's key, and says something about the procedure only where it names a type. */
function counts({ key, value }: BlockEntry): boolean {
  return key !== 'layout' || PROCEDURE_TYPES.some((type) => type === value);
}
