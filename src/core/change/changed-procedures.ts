// core/change: what a change does to each procedure, seen from the base and from the head.
import { byCodePoint } from '../code-point-order.ts';
import { CODEOWNERS_PATHS } from '../codeowners/codeowners.ts';
import { ownerKey, sameOwner } from '../owner.ts';
import { isMaterial, isSameMetadata } from '../policy/material.ts';
import type { PolicyInForce } from '../policy/policy-of.ts';
import type { Survey } from '../policy/rule.ts';
import type { ChangeKind } from '../policy/settings.ts';
import type { Entry } from '../policy/verdict.ts';
import { contentHash } from '../procedure/content-hash.ts';
import { DIRECTORY_DEFAULTS } from '../procedure/directory-defaults.ts';
import { keyNames } from '../procedure/metadata-keys.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { bodyOffset } from '../procedure/read-procedure.ts';
import type { Change, Snapshot } from '../snapshot.ts';

/** A procedure on one side: read, there but not to be read (a link, a broken block's file over a limit), or not there. */
export type OneSide =
  | { readonly state: 'read'; readonly path: string; readonly entry: Entry }
  | { readonly state: 'unreadable'; readonly path: string }
  | { readonly state: 'none' };

/** A procedure that the change affects. `path`: where it is now; where it is no more, where it was. */
export type ChangedProcedure = {
  readonly path: string;
  readonly before: OneSide;
  readonly after: OneSide;
  readonly kinds: ReadonlySet<ChangeKind>;
};

/** What was read of a side; null where nothing was. */
export function entryOf(side: OneSide): Entry | null {
  return side.state === 'read' ? side.entry : null;
}

/** The handles of who owns or owned them, each once. */
export function ownersOf(procedures: readonly ChangedProcedure[]): readonly string[] {
  const named = procedures.flatMap(({ before, after }) => [entryOf(before)?.owner, entryOf(after)?.owner]);
  return [...new Map(named.flatMap((owner) => (owner ? [[ownerKey(owner.handle), owner.handle]] : []))).values()];
}

type Sides = { readonly head: Survey; readonly base: Survey | null; readonly policy: PolicyInForce };

/**
 * The procedures that a change affects, by path in code-point order: their own file changes, or what holds for them does, wherever it is
 * written. A procedure that leaves the globs, or can no longer be read, is affected. Where nothing is compared, each one is, as if its
 * content changed.
 */
export function changedProcedures(snapshot: Snapshot, sides: Sides): readonly ChangedProcedure[] {
  const { head, base, policy } = sides;
  if (!base || !snapshot.changes) return untouched(head);
  const [beforeAt, afterAt] = [looker(base), looker(head)];
  const found = new Map<string, ChangedProcedure>();
  for (const change of snapshot.changes) {
    const isOccupied = beforeAt(change.path).state !== 'none';
    for (const [old, now] of moves(change, isOccupied)) {
      const [before, after] = [beforeAt(old), afterAt(now)];
      if (before.state !== 'none' || after.state !== 'none') found.set(now, changedOf(before, after, policy));
    }
  }
  for (const entry of isElsewhereTouched(snapshot.changes) ? head.entries : []) {
    const { path } = entry.procedure;
    const before = beforeAt(path);
    if (found.has(path) || before.state !== 'read' || !isMoved(before.entry, entry)) continue;
    found.set(path, changedOf(before, { state: 'read', path, entry }, policy));
  }
  return [...found.values()].sort((a, b) => byCodePoint(a.path, b.path));
}

const NONE: OneSide = { state: 'none' };

/** From where to where. What is renamed onto a procedure of the base deletes one and rewrites the other, whatever it is called. */
function moves({ path, previousPath }: Change, isOccupied: boolean): readonly (readonly [old: string, now: string])[] {
  if (previousPath === undefined) return [[path, path]];
  if (!isOccupied) return [[previousPath, path]];
  return [
    [path, path],
    [previousPath, previousPath],
  ];
}

const ELSEWHERE: readonly string[] = [DIRECTORY_DEFAULTS, 'catalog-info.yaml'];

/** Whether a file that says something of procedures without being one is touched: without that, a difference is the base's, which went on. */
function isElsewhereTouched(changes: readonly Change[]): boolean {
  return changes
    .flatMap(({ path, previousPath }) => [path, previousPath ?? path])
    .some(
      (path) =>
        ELSEWHERE.includes(path.slice(path.lastIndexOf('/') + 1)) || CODEOWNERS_PATHS.some((place) => place === path),
    );
}

function untouched(head: Survey): readonly ChangedProcedure[] {
  return head.entries.map((entry) => {
    const side = { state: 'read', path: entry.procedure.path, entry } as const;
    return { path: side.path, before: side, after: side, kinds: new Set<ChangeKind>(['content']) };
  });
}

function looker({ entries, unreadable, absent }: Survey): (path: string) => OneSide {
  const read = new Map(entries.map((entry) => [entry.procedure.path, entry]));
  const blind = new Set([...unreadable.map(({ path }) => path), ...absent]);
  return (path) => {
    const entry = read.get(path);
    if (entry) return { state: 'read', path, entry };
    return blind.has(path) ? { state: 'unreadable', path } : NONE;
  };
}

/** What holds for it changed without its file: by a `_procedures.yml`, CODEOWNERS or a catalogue. */
function isMoved(before: Entry, after: Entry): boolean {
  return isHandOver(before, after) || !isSameMetadata(before.procedure, after.procedure);
}

function isHandOver(before: Entry, after: Entry): boolean {
  if (!before.owner || !after.owner) return before.owner !== after.owner;
  return !sameOwner(before.owner.handle, after.owner.handle);
}

function changedOf(before: OneSide, after: OneSide, policy: PolicyInForce): ChangedProcedure {
  const path = after.state !== 'none' ? after.path : before.state !== 'none' ? before.path : '';
  return { path, before, after, kinds: kindsOf(before, after, policy) };
}

function kindsOf(before: OneSide, after: OneSide, { settings }: PolicyInForce): ReadonlySet<ChangeKind> {
  if (after.state === 'none') return new Set(['deletion']);
  if (before.state === 'none') return new Set(['content']);
  const kinds = new Set<ChangeKind>(before.path === after.path ? [] : ['rename']);
  if (before.state === 'unreadable' || after.state === 'unreadable') return kinds.add('content');
  if (isHandOver(before.entry, after.entry)) kinds.add('hand-over');
  const [old, now] = [before.entry.procedure, after.entry.procedure];
  if (bodyHash(old, settings.metadata.aliases) !== bodyHash(now, settings.metadata.aliases))
    return kinds.add('content');
  if (isMaterial({ ...old, path: now.path }, now)) return kinds.add('metadata');
  if (kinds.size === 0) kinds.add(isSamePreapprovalBlock(old, now) ? 'review' : 'metadata');
  return kinds;
}

function isSamePreapprovalBlock(before: Procedure, after: Procedure): boolean {
  const block = ({ metadata }: Procedure) => JSON.stringify(metadata.change?.value.preapproval ?? null);
  return block(before) === block(after);
}

/** Of the text alone; a block that cannot be read is text. */
function bodyHash({ text, frontMatter }: Procedure, aliases: PolicyInForce['settings']['metadata']['aliases']): string {
  const body = frontMatter.state === 'read' ? text.slice(bodyOffset(frontMatter)) : text;
  return contentHash(body, { state: 'none', insertAt: 0 }, keyNames(aliases));
}
