// core/policy/rules: the owner exists and still cannot act: no write access, a secret or an empty team.
import { advise, type ProcedureRule } from '../rule.ts';
import { isOwnerSetHere, ownerState, ownersNotChecked } from './owner-state.ts';

const WHY = {
  'no-write': ['has no write access to this repository', 'Give it write access, or name another owner.'],
  empty: ['has no members', 'Add members to the team, or name another owner.'],
  secret: ['is a secret team, which GitHub never asks for a review', 'Make the team visible, or name another owner.'],
} as const;

/** A failure where the change names the owner; else a warning. */
export const ownerCanAct: ProcedureRule = {
  id: 'owner-can-act',
  level: 'failure',
  about: 'procedure',
  notChecked: ownersNotChecked,
  *check(entry, context) {
    const state = ownerState(entry, context);
    if (!entry.owner || (state !== 'no-write' && state !== 'empty' && state !== 'secret')) return;
    const [what, fix] = WHY[state];
    const { handle, kind, source } = entry.owner;
    const problem = {
      rule: 'owner-can-act',
      at: source.layer === 'file' ? source.at : { line: 1, column: 1 },
      message: `The ${kind} ${handle} ${what}.`,
      fix: advise(fix),
    } as const;
    yield isOwnerSetHere(entry, context) ? problem : { ...problem, level: 'warning' };
  },
};
