// cli: the certain repairs of `steward check --fix`, in place.
import { visible } from '../core/display.ts';
import { applyEdits, type Edit } from '../core/edit.ts';
import type { Finding } from '../core/finding.ts';
import { plural } from '../core/plural.ts';
import { type Snapshot, textOf } from '../core/snapshot.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { type ChangedFile, writeFiles } from '../disk/write-files.ts';
import type { Terminal } from './terminal.ts';

/** A repair may let another be seen; this many times the folder is looked at. */
const PASSES = 10;

export type Repairing = {
  readonly dir: string;
  readonly read: () => Promise<Snapshot>;
  readonly findingsOf: (snapshot: Snapshot) => readonly Finding[];
};

/**
 * Applies the certain fixes until none is left, tells on `err` which files changed and which could not, and gives the folder as it is
 * then. A file that cannot be written costs no other file its repair.
 */
export async function repair({ dir, read, findingsOf }: Repairing, terminal: Terminal): Promise<Snapshot> {
  const fixed = new Set<string>();
  const refused = new Map<string, string>();
  let snapshot = await read();
  for (let pass = 0; pass < PASSES; pass++) {
    const changed = repaired(snapshot, findingsOf(snapshot)).filter(({ path }) => !refused.has(path));
    if (changed.length === 0) break;
    for (const file of changed) {
      const refusal = await write(dir, file);
      if (refusal === null) fixed.add(file.path);
      else refused.set(file.path, refusal);
    }
    snapshot = await read();
  }
  terminal.err(toText([...fixed].sort(), [...refused.values()]));
  return snapshot;
}

/** The files that the certain fixes change, with their new texts. */
function repaired(snapshot: Snapshot, findings: readonly Finding[]): readonly ChangedFile[] {
  const edits = Map.groupBy(findings.flatMap(certainEdits), ({ path }) => path);
  return snapshot.head.files.flatMap((file) => {
    const [text, ours] = [textOf(file), edits.get(file.path)];
    if (text === null || !ours) return [];
    const after = applyEdits(text, ours);
    return after === text ? [] : [{ path: file.path, text: after }];
  });
}

function certainEdits({ fix }: Finding): readonly Edit[] {
  return fix?.certain ? fix.edits : [];
}

/** Null, or why the file was not written. */
async function write(dir: string, file: ChangedFile): Promise<string | null> {
  try {
    await writeFiles(dir, [file]);
    return null;
  } catch (error) {
    if (error instanceof CannotRun) return error.message;
    throw error;
  }
}

function toText(fixed: readonly string[], refusals: readonly string[]): string {
  const done = fixed.length > 0 ? [`Fixed ${plural(fixed.length, 'file')}: ${fixed.map(visible).join(', ')}`] : [];
  const lines = [...done, ...refusals];
  return `${lines.length > 0 ? lines.join('\n') : 'Nothing to fix that is certain.'}\n`;
}
