// core/policy/rules: the owner is missing on GitHub, or has no access to the repository.
import { advise, type ProcedureRule } from '../rule.ts';
import { isOwnerSetHere, ownerState, ownersNotChecked } from './owner-state.ts';

/** A failure where the change names the owner; else a warning, for the procedure is an orphan through no fault of the change. */
export const ownerExists: ProcedureRule = {
  id: 'owner-exists',
  level: 'failure',
  about: 'procedure',
  notChecked: ownersNotChecked,
  *check(entry, context) {
    const state = ownerState(entry, context);
    if (!entry.owner || (state !== 'missing' && state !== 'no-access')) return;
    const { handle, kind, source } = entry.owner;
    const problem = {
      rule: 'owner-exists',
      at: source.layer === 'file' ? source.at : { line: 1, column: 1 },
      message:
        state === 'missing'
          ? `The ${kind} ${handle} does not exist on GitHub.`
          : `The ${kind} ${handle} has no access to this repository.`,
      fix: advise(
        state === 'missing'
          ? 'Name an owner that exists, `@org/team` or `@user`.'
          : `Give ${handle} write access, or name another owner.`,
      ),
    } as const;
    yield isOwnerSetHere(entry, context) ? problem : { ...problem, level: 'warning' };
  },
};
