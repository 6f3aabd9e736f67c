// core/change: what changed between two states of a pull request that an approval of the first does not cover.
import { byCodePoint } from '../code-point-order.ts';
import { sameOwner } from '../owner.ts';
import { isDecidingFile } from '../policy/affected.ts';
import { isMaterial } from '../policy/material.ts';
import { type Clock, judgingPolicy } from '../policy/policy-of.ts';
import { surveyBase, surveyHead } from '../policy/survey.ts';
import { type Snapshot, textOf } from '../snapshot.ts';
import { type ChangedProcedure, changedProcedures, type OneSide } from './changed-procedures.ts';
import type { RequirementOptions } from './requirements.ts';

/**
 * The paths that differ materially between the state that was reviewed and the head, both compared with the same base. None: an
 * approval of the first holds for the second, whatever commits and merges are between. What cannot be read counts as changed.
 */
export function materialSince(
  reviewed: Snapshot,
  head: Snapshot,
  { today, policyFiles = [] }: Pick<RequirementOptions, 'today' | 'policyFiles'>,
): readonly string[] {
  const [old, now] = [affectedIn(reviewed, today), affectedIn(head, today)];
  const procedures = [...new Set([...old.keys(), ...now.keys()])].filter(
    (path) => !isSame(old.get(path), now.get(path)),
  );
  return [...new Set([...procedures, ...decidingFiles(reviewed, head, policyFiles)])].sort(byCodePoint);
}

function affectedIn(snapshot: Snapshot, today: Clock): ReadonlyMap<string, ChangedProcedure> {
  const policy = judgingPolicy(snapshot, today);
  const head = surveyHead(snapshot, policy);
  const changed = changedProcedures(snapshot, { head, base: surveyBase(snapshot, policy, head), policy });
  return new Map(changed.map((one) => [one.path, one]));
}

/** What one state changes and the other leaves alone is not the same; nor is the same text in the place of another procedure. */
function isSame(old: ChangedProcedure | undefined, now: ChangedProcedure | undefined): boolean {
  if (!old || !now || placeOf(old.before) !== placeOf(now.before)) return false;
  return isSameState(old.after, now.after);
}

function placeOf(side: OneSide): string | null {
  return side.state === 'none' ? null : side.path;
}

function isSameState(a: OneSide, b: OneSide): boolean {
  if (a.state === 'none' || b.state === 'none') return a.state === b.state;
  if (a.state !== 'read' || b.state !== 'read') return false;
  const [old, now] = [a.entry.owner?.handle ?? '', b.entry.owner?.handle ?? ''];
  return sameOwner(old, now) && !isMaterial(a.entry.procedure, b.entry.procedure);
}

/** Of a file that decides about others every byte counts. */
function decidingFiles(reviewed: Snapshot, head: Snapshot, more: readonly string[]): readonly string[] {
  const told = ({ changes }: Snapshot) =>
    changes?.flatMap(({ path, previousPath }) => [path, previousPath ?? path]) ?? [];
  const fileIn = ({ head: { files } }: Snapshot, path: string) => files.find((file) => file.path === path);
  return [...new Set([...told(reviewed), ...told(head)])].filter((path) => {
    if (!isDecidingFile(path) && !more.includes(path)) return false;
    const [old, now] = [fileIn(reviewed, path), fileIn(head, path)];
    if (old === undefined || now === undefined) return old !== now;
    return textOf(old) === null || textOf(old) !== textOf(now);
  });
}
