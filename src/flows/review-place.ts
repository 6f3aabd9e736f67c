// flows: a repository that issues about reviews go to, with the repositories whose procedures they are about.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import type { Settings } from '../core/policy/settings.ts';
import type { RepositoryName } from '../github/github.ts';
import { findRepository, type RepositoryKept } from '../store/repositories.ts';
import { type ReviewSource, reviewSources } from '../store/review-sources.ts';
import type { Job, RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

export type ReviewPlace = {
  readonly home: RepositoryKept;
  /** Of the place itself; where it has no configuration, of the first that sends its issues there. */
  readonly settings: Settings;
  /** None is ever advisory or switched off. */
  readonly sources: readonly ReviewSource[];
};

/** Null where no issue may be written: nobody's issues go there, or it takes none. */
export async function readReviewPlace(
  { store, log }: Pick<Tools, 'store' | 'log'>,
  repository: RepositoryRef,
): Promise<ReviewPlace | null> {
  const home = await findRepository(store, repository);
  if (home === null) return null;
  const sources = await reviewSources(store, repository.installation, home);
  const [first] = sources;
  if (!first) return null;
  if (!home.hasIssues || home.isArchived) {
    log.info(
      { repositories: sources.length },
      'Reviews are due in a place that takes no issues; nobody is told there.',
    );
    return null;
  }
  const settings = sources.find(({ id }) => id === home.id)?.settings ?? first.settings;
  return { home, settings, sources };
}

/** The work on the issues that follow from a repository's procedures; null where it has no configuration in force. */
export function reviewJobOf(repository: RepositoryKept): Job | null {
  const settings = keptSettings(repository.settings);
  if (!settings?.enabled || repository.settings['isAdvisory'] === true) return null;
  const { installation } = repository;
  const { owner, name } = placeOf(settings.issues.repository) ?? repository;
  return { kind: 'review-issues', repository: { installation, owner, name } };
}

/** The repository that `owner/name` names. */
export function placeOf(name: string | null): RepositoryName | null {
  const [, owner, repo] = /^([^/]+)\/([^/]+)$/.exec(name ?? '') ?? [];
  return owner && repo ? { owner, name: repo } : null;
}
