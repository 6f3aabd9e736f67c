// store: what stands against the procedures of a repository, as its last index found it.
import type { RuleId } from '../core/finding.ts';
import type { Store } from './store.ts';

/** Of some rules, by path; a path may have several. */
export async function readFindings(
  { db }: Pick<Store, 'db'>,
  repository: number,
  rules: readonly RuleId[],
): Promise<readonly { readonly path: string; readonly message: string }[]> {
  return db
    .selectFrom('findings')
    .select(['path', 'message'])
    .where('repository_id', '=', repository)
    .where('rule', 'in', rules)
    .orderBy('path')
    .orderBy('number')
    .execute();
}
