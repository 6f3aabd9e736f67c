// core/command: what a command changes in files, as new texts; only the lines that are meant.
import { lineFor } from '../codeowners/line-for.ts';
import { applyEdits, type Edit } from '../edit.ts';
import { sameOwner } from '../owner.ts';
import type { Repair } from '../policy/certain-fixes.ts';
import type { PolicyInForce } from '../policy/policy-of.ts';
import type { Survey } from '../policy/rule.ts';
import type { Entry } from '../policy/verdict.ts';
import { type NewValues, setMetadata } from '../procedure/set-metadata.ts';
import { reviewKeys } from '../review/review-keys.ts';
import { textOf } from '../snapshot.ts';
import type { Refusal } from './refusal.ts';

/** One state of a repository, with the policy that it was read by. */
export type State = { readonly survey: Survey; readonly policy: PolicyInForce };

/** The files that change, the procedures for which they do, and why others stay as they are. */
export type Edited = {
  readonly files: readonly Repair[];
  readonly done: readonly Entry[];
  readonly refusals: readonly Refusal[];
};

/** Procedures at `paths` are changed; of what is not there, nothing is said. */
export type EditAt = (state: State, paths: readonly string[]) => Edited;

/** Sets the review keys to today and `by` (a handle). */
export function reviewEdits(by: string): EditAt {
  return edits(
    ({ procedure }, { policy }) => reviewKeys(procedure, policy.settings.review, policy.today, by).values,
    'it says so already',
  );
}

/** Proposes that nobody uses them any more. */
export const retireEdits: EditAt = edits(() => ({ status: 'deprecated' }), 'it is deprecated already');

/** Gives them to `owner`, in their own files and, where CODEOWNERS names others for them, by a line of their own at its end. */
export function ownerEdits(owner: string): EditAt {
  const inFiles = edits(() => ({ owner }), 'it has this owner already');
  return (state, paths) => {
    const found = inFiles(state, paths);
    const refused = new Set(found.refusals.flatMap((one) => (one.why === 'cannot-edit' ? [one.path] : [])));
    const lines = entriesAt(state, paths).filter(
      ({ procedure, codeOwners }) => !refused.has(procedure.path) && !codeOwners.some((one) => sameOwner(one, owner)),
    );
    const codeowners = codeownersRepair(state, lines, owner);
    if (codeowners === null) return found;
    const done = new Set([...found.done, ...lines]);
    const isDone = (path: string) => [...done].some(({ procedure }) => procedure.path === path);
    return {
      files: [...found.files, codeowners],
      done: [...done],
      refusals: found.refusals.filter((one) => one.why !== 'already' || !one.paths.every(isDone)),
    };
  };
}

function edits(valuesOf: (entry: Entry, state: State) => NewValues, what: string): EditAt {
  return (state, paths) => {
    const found = { files: [] as Repair[], done: [] as Entry[], refusals: [] as Refusal[] };
    for (const entry of entriesAt(state, paths)) {
      const { path, text, frontMatter } = entry.procedure;
      const { aliases } = state.policy.settings.metadata;
      const change = setMetadata(path, text, frontMatter, valuesOf(entry, state), aliases);
      if ('cannot' in change) {
        found.refusals.push({ why: 'cannot-edit', path, cannot: change.cannot });
        continue;
      }
      const after = applyEdits(text, change.edits);
      if (after === text) found.refusals.push({ why: 'already', paths: [path], what });
      else {
        found.files.push({ path, before: text, after, edits: change.edits });
        found.done.push(entry);
      }
    }
    return found;
  };
}

function entriesAt({ survey }: State, paths: readonly string[]): readonly Entry[] {
  return survey.entries.filter(({ procedure }) => paths.includes(procedure.path));
}

/** The last match decides, so that lines at the end give exactly these paths to their owner. Null where there is nothing to write, or no file. */
function codeownersRepair({ survey }: State, entries: readonly Entry[], owner: string): Repair | null {
  const path = survey.codeowners?.parsed.path;
  const before = path === undefined ? null : textOf(survey.files.get(path));
  const lines = entries.flatMap(({ procedure }) => lineFor(procedure.path, [owner]) ?? []);
  if (path === undefined || before === null || lines.length === 0) return null;
  const end = before.includes('\r\n') ? '\r\n' : '\n';
  const begun = before === '' || before.endsWith('\n') ? '' : end;
  const insert = `${begun}${lines.map((line) => `${line}${end}`).join('')}`;
  const own: readonly Edit[] = [{ path, start: before.length, end: before.length, insert }];
  return { path, before, after: applyEdits(before, own), edits: own };
}
