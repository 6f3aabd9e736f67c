// core/policy: the repairs that may be made without asking, as new texts.
import { applyEdits, type Edit } from '../edit.ts';
import type { Finding } from '../finding.ts';
import { type Snapshot, type SnapshotFile, textOf } from '../snapshot.ts';

/** A file of the head, its text, and the edits that repair it. */
export type Repair = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
};

/**
 * What the certain fixes of `findings` make of the head's files, by path. A file whose text on the head is not the text that was judged
 * (CODEOWNERS of a branch that is behind) is left out: the edits do not fit it.
 */
export function certainRepairs(snapshot: Snapshot, findings: readonly Finding[]): readonly Repair[] {
  const edits = new Map<string, Edit[]>();
  for (const { fix } of findings) {
    for (const edit of fix?.certain ? fix.edits : []) edits.set(edit.path, [...(edits.get(edit.path) ?? []), edit]);
  }
  return snapshot.head.files.flatMap((file) => {
    const [before, own] = [textOf(file), edits.get(file.path)];
    if (before === null || !own || !isAsJudged(snapshot, file)) return [];
    const after = applyEdits(before, own);
    return after === before ? [] : [{ path: file.path, before, after, edits: own }];
  });
}

/** A file that the change does not touch was judged as it is on the base. */
function isAsJudged({ base, changes }: Snapshot, file: SnapshotFile): boolean {
  if (!base || changes?.some(({ path }) => path === file.path)) return true;
  return textOf(base.files.find(({ path }) => path === file.path)) === textOf(file);
}
