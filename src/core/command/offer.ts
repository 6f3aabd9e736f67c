// core/command: one line of a check, which asks whoever looks at an edit anyway whether the procedure is right.
import type { Entry } from '../policy/verdict.ts';
import { isGrave } from '../review/entry.ts';

/**
 * The line, for procedures whose text a pull request changes; null where there is none that could be confirmed: it has no owner, is not in
 * use, or was reviewed `today`.
 */
export function offerToConfirm(changed: readonly Entry[], today: string): string | null {
  const open = changed.filter(
    ({ procedure, owner, review }) =>
      owner !== null && procedure.status === 'active' && review.state !== 'never' && review.last !== today,
  );
  if (open.length === 0) return null;
  const what = open.length === 1 ? 'it is right' : 'they are right';
  const how = open.some(isGrave) ? 'tested' : 'read';
  return `Also confirm that ${what}: the owner comments \`/steward reviewed ${how} — what was checked\`.`;
}
