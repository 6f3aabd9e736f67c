// flows: a label that the app puts on issues is there, once it was looked for.
import type { LabelName } from '../core/policy/settings.ts';
import { createLabel, ISSUE_RIGHTS } from '../github/issues.ts';
import { isFact, noteFact } from '../store/facts.ts';
import { applyEffect } from './apply-effect.ts';
import type { Tools } from './tools.ts';

/** A repository with its number. */
type Home = { readonly id: number; readonly installation: number; readonly owner: string; readonly name: string };

const LOOKS: Readonly<Partial<Record<LabelName, { readonly color: string; readonly description: string }>>> = {
  review: { color: 'fbca04', description: 'Procedures that have to be reviewed' },
  orphaned: { color: 'd93f0b', description: 'Procedures whose owner cannot act' },
};
/** Somebody may have deleted it: GitHub makes a label anew that an issue is opened with, without its colour. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Makes the label `name` where it was not looked for lately. One that people have changed stays as they have it. */
export async function ensureLabel(tools: Tools, home: Home, of: LabelName, name: string): Promise<void> {
  const { store, connection, isDryRun } = tools;
  const fact = `label ${home.id} ${name}`;
  if (await isFact(store, home.installation, fact)) return;
  const label = { name, ...(LOOKS[of] ?? { color: 'ededed', description: '' }) };
  const save = () => createLabel(connection.writing(home, ISSUE_RIGHTS), home, label);
  await applyEffect(tools, {
    ...{ repository: home, kind: 'label', key: `label ${home.owner}/${home.name} ${name}`, isConvergent: true },
    ...{ what: { label: of }, why: 'issues are to have it', find: save, write: save },
  });
  if (!isDryRun) await noteFact(store, home.installation, fact, KEPT_MS);
}
