// flows: labels that the app puts on issues are there, once they were looked for.
import { createLabel, ISSUE_RIGHTS, type LabelText } from '../github/issues.ts';
import { isFact, noteFact } from '../store/facts.ts';
import { applyEffect } from './apply-effect.ts';
import type { RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** A repository with its number. */
export type LabelHome = { readonly id: number; readonly repository: RepositoryRef };

/** Somebody may have deleted it: GitHub makes a label anew that an issue is given, without its colour. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Makes those of `labels` that were not looked for lately. One that people have changed stays as they have it. */
export async function ensureLabels(
  tools: Tools,
  { id, repository }: LabelHome,
  labels: readonly LabelText[],
): Promise<void> {
  const { store, connection } = tools;
  const { installation, owner, name } = repository;
  for (const label of labels) {
    const fact = `label ${id} ${label.name.toLowerCase()}`;
    if (await isFact(store, installation, fact)) continue;
    const save = () => createLabel(connection.writing(repository, ISSUE_RIGHTS), repository, label);
    const made = await applyEffect(tools, {
      ...{ repository, kind: 'label', key: `label ${owner}/${name} ${label.name}`, isConvergent: true },
      ...{ what: { label: label.name }, why: 'issues are to have it', find: save, write: save },
    });
    if (made) await noteFact(store, installation, fact, KEPT_MS);
  }
}
