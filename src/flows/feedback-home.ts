// flows: where an issue stands, and what its configuration says of feedback.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import { isHeard } from '../core/feedback/quiet.ts';
import type { Settings } from '../core/policy/settings.ts';
import { fullName } from '../github/github.ts';
import { findRepository, type RepositoryKept } from '../store/repositories.ts';
import { indexRepository } from './index-repository.ts';
import type { NoticeFeedback, RepositoryRef } from './job.ts';
import { Later } from './later.ts';
import type { Tools } from './tools.ts';

/** `name` as the repository is called now. */
export type Home = {
  readonly ref: RepositoryRef;
  readonly id: number;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string | null;
  readonly settings: Settings;
};

/** Settings of another version come with the next index. */
const UNTIL_INDEXED_MS = 10 * 60_000;

/**
 * Null: nothing is written there, for nobody configured anything, the app is switched off, or there can be no issues. A repository that is
 * heard of for the first time is indexed first.
 */
export async function feedbackHome(tools: Tools, repository: RepositoryRef): Promise<Home | null> {
  const known = await findRepository(tools.store, repository);
  if (known?.indexedSha == null) await indexRepository(tools, { kind: 'index-repository', repository });
  const kept = known?.indexedSha == null ? await findRepository(tools.store, repository) : known;
  return kept && homeOf(kept);
}

/** The same of a repository as it is kept. */
export function homeOf(kept: RepositoryKept): Home | null {
  const { isEnabled, isAdvisory } = kept.settings;
  if (isAdvisory !== false || isEnabled !== true || kept.isArchived || !kept.hasIssues) return null;
  const settings = keptSettings(kept.settings);
  if (settings === null) throw new Later(UNTIL_INDEXED_MS, 'the configuration was kept by another version');
  const { installation, owner, name, id, isPrivate, defaultBranch } = kept;
  return {
    ...{ ref: { installation, owner, name }, name: fullName(kept) },
    ...{ id, isPrivate, defaultBranch, settings },
  };
}

/** Whether an issue with these labels is feedback here; null: it is, whatever the labels are. */
export function isFeedbackHere({ settings }: Home, labels: readonly string[] | null): boolean {
  const wanted = settings.labels.feedback.toLowerCase();
  return labels === null || labels.some((label) => label.toLowerCase() === wanted);
}

/** Sends the job that routes an issue, where the configuration says that it is one for it. */
export async function noticeFeedback(tools: Tools, job: NoticeFeedback): Promise<void> {
  const { repository, issue, labels, bot } = job;
  const kept = await findRepository(tools.store, repository);
  const home = kept && homeOf(kept);
  if (!home || !isFeedbackHere(home, labels)) return;
  if (bot !== null && !isHeard({ login: bot, isBot: true }, home.settings.bots.allow)) return;
  await tools.send([{ kind: 'route-feedback', repository, issue }]);
}
