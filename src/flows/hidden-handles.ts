// flows: what must not be said where everybody reads it.
import { type Snapshot, textOf } from '../core/snapshot.ts';

const HANDLE = /@[a-z\d-]+(?:\/[\w.-]+)?/gi;
/** GitHub's convention for what an organisation shows to everybody. */
const PUBLIC_PLACE = /^[^/]+\/\.github\//;
const INSTEAD = 'somebody whom the organisation policy names';

/** Handles that only the organisation's policy names, where that is not for everybody. */
export function hiddenHandles({ organisationPolicy, head, base }: Snapshot): readonly string[] {
  const policy = textOf(organisationPolicy);
  if (policy === null || organisationPolicy === null || PUBLIC_PLACE.test(organisationPolicy.path)) return [];
  const own = new Set([...head.files, ...(base?.files ?? [])].flatMap((file) => handlesOf(textOf(file) ?? '')));
  return [...new Set(handlesOf(policy))].filter((handle) => !own.has(handle));
}

/** Every handle that a text names, in lower case. */
export function handlesOf(text: string): readonly string[] {
  return [...text.matchAll(HANDLE)].map(([handle]) => handle.toLowerCase());
}

/** `text` without the handles, however Markdown has them escaped. */
export function withoutHandles(text: string, handles: readonly string[]): string {
  return handles.reduce((shown, handle) => shown.replace(anyForm(handle), INSTEAD), text);
}

function anyForm(handle: string): RegExp {
  const characters = [...handle].map((char) => `[\\\\\u200B]*${char.replace(/[^\w@]/g, '\\$&')}`);
  return new RegExp(`${characters.join('')}(?![\\w-])`, 'gi');
}
