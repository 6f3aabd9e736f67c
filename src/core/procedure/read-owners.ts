// core/procedure: owners, reviewers and contacts as front matter writes them.
import { type OwnerSettings, parseOwner } from '../owner.ts';
import type { Plain } from './front-matter.ts';
import { isPlainMap } from './front-matter.ts';
import type { Contact, WrittenOwner } from './procedure.ts';
import { type Below, reportFault, reportKind, type Slot, scalarText, shown } from './slot.ts';

/** The owners of a list, or the one of a text. What is no owner is kept with a problem: of `owner-valid` for `owner`, else a warning. */
export function readOwners(slot: Slot, settings: OwnerSettings, isAccountable: boolean): readonly WrittenOwner[] {
  const { value } = slot.entry;
  const items = Array.isArray(value) ? value.map((item, index) => [item, [index]] as const) : [[value, []] as const];
  return items.flatMap(([item, below]) => writtenOwner(slot, item, { settings, isAccountable, below }));
}

/** The one owner of a text; the first of a list of one. */
export function readOwner(slot: Slot, settings: OwnerSettings): WrittenOwner | null {
  const owners = readOwners(slot, settings, false);
  if (owners.length > 1) reportKind(slot, slot.entry.value, 'one owner, as `"@user"`');
  return owners[0] ?? null;
}

type How = { readonly settings: OwnerSettings; readonly isAccountable: boolean; readonly below: Below };

function writtenOwner(slot: Slot, item: Plain, { settings, isAccountable, below }: How): readonly WrittenOwner[] {
  const at = below.length === 0 ? slot.entry.valueAt : slot.block.at([slot.entry.key, ...below]);
  const rule = isAccountable ? 'owner-valid' : 'metadata-valid';
  const written = scalarText(slot, item);
  if (written === '' || item === null) return [];
  if (written === null) {
    const message = `\`${slot.entry.key}\` holds a ${isPlainMap(item) ? 'map' : 'list'} where the name of an owner should be.`;
    reportFault(slot, { rule, message, otherwise: 'Write the team as `"@org/team"`.', below });
    return [{ written: shown(JSON.stringify(item)), owner: null, via: 'handle', at }];
  }
  const parsed = parseOwner(written, settings);
  if ('owner' in parsed) return [{ written, owner: parsed.owner, via: parsed.via, at }];
  const message = isAccountable ? parsed.problem : `In \`${slot.entry.key}\`: ${parsed.problem}`;
  reportFault(slot, { rule, message, instead: parsed.suggestion, otherwise: parsed.advice, below });
  return [{ written, owner: null, via: 'handle', at }];
}

/** Where to reach the owner: a text, a list, or a map from a name (`slack`) to text. */
export function readContacts(slot: Slot): readonly Contact[] {
  return contactsIn(slot, slot.entry.value, CONTACT_NAMES.get(slot.entry.key) ?? null, []);
}

/** What an alias says about the contact it holds. */
const CONTACT_NAMES = new Map([
  ['owner_slack', 'slack'],
  ['escalation_contact', 'escalation'],
]);

function contactsIn(slot: Slot, value: Plain, name: string | null, below: Below): readonly Contact[] {
  if (value === null) return [];
  const text = scalarText(slot, value);
  if (text !== null) return text === '' ? [] : [{ name, value: text }];
  if (below.length >= 2) {
    reportKind(slot, value, 'text', below);
    return [];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => contactsIn(slot, item, name, [...below, index]));
  return isPlainMap(value)
    ? Object.entries(value).flatMap(([key, item]) => contactsIn(slot, item, key, [...below, key]))
    : [];
}
