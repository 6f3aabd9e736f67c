// core/policy: the CODEOWNERS file that a repository without one could begin with.
import { CODEOWNERS_PATHS } from '../codeowners/codeowners.ts';
import { lineFor } from '../codeowners/line-for.ts';
import type { Verdict } from './verdict.ts';

export type NewFile = { readonly path: string; readonly text: string };

/** A line for each affected procedure that declares an owner; null where there is a CODEOWNERS, or nobody is declared. */
export function codeownersProposal({ findings, procedures }: Verdict): NewFile | null {
  if (!findings.some((finding) => finding.rule === 'codeowners-present')) return null;
  const lines = procedures.flatMap(({ procedure, owner }) =>
    owner ? (lineFor(procedure.path, [owner.handle]) ?? []) : [],
  );
  return lines.length === 0 ? null : { path: CODEOWNERS_PATHS[0], text: `${lines.join('\n')}\n` };
}
