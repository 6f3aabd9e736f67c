// store: what the app wrote, or in a dry run would have written, and why. Rows are only ever added.
import { jsonText, plainText } from './plain-json.ts';
import type { Store } from './store.ts';

export type AuditRow = {
  readonly installation: number;
  /** `acme/ops`; null where it is about no single repository. */
  readonly repository: string | null;
  readonly kind: string;
  readonly outcome: 'done' | 'failed' | 'planned';
  /** What was written, without texts of the repository. */
  readonly what: object;
  readonly why: string;
  /** The delivery that it came from; null where the clock was the reason. */
  readonly delivery: string | null;
};

export async function saveAudit({ db }: Pick<Store, 'db'>, row: AuditRow): Promise<void> {
  const { installation, repository, kind, outcome, what, why, delivery } = row;
  await db
    .insertInto('audit')
    .values({
      ...{ installation_id: installation, repository, kind, outcome, delivery },
      ...{ what: jsonText(what), why: plainText(why) },
    })
    .execute();
}
