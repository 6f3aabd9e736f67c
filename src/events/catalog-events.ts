// events: what happens to repositories and installations → the catalog follows.
import { z } from 'zod';
import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';
import { CONFIG_PATH } from '../core/policy/config-path.ts';
import type { Job, RepositoryRef } from '../flows/job.ts';
import { type Make, ofRepository } from './shapes.ts';

const PATHS = z.array(z.string()).default([]);
const PUSH = z.object({
  ref: z.string(),
  forced: z.boolean().default(false),
  repository: z.object({ default_branch: z.string() }),
  commits: z.array(z.object({ added: PATHS, modified: PATHS, removed: PATHS })).default([]),
});

/** An organisation policy, where the repository is the one for it. */
const POLICY_FILE = 'runbook-steward.yml';
/** Whatever became of it: what is so is read, and one that is gone goes from the catalog. */
const INDEX = ofRepository((repository) => [{ kind: 'index-repository', repository }]);
const SYNC: Make = {
  of: 'installation',
  jobs: (installation) => [{ kind: 'sync-installation', installation, isWhole: false }],
};

export const CATALOG_EVENTS = {
  push: ofRepository(checkPush),
  'repository.created': INDEX,
  'repository.deleted': INDEX,
  'repository.renamed': INDEX,
  'repository.transferred': INDEX,
  'repository.archived': INDEX,
  'repository.unarchived': INDEX,
  'repository.privatized': INDEX,
  'repository.publicized': INDEX,
  'repository.edited': INDEX,
  'installation.created': SYNC,
  'installation.deleted': SYNC,
  'installation.suspend': SYNC,
  'installation.unsuspend': SYNC,
  'installation.new_permissions_accepted': SYNC,
  'installation_repositories.added': SYNC,
  'installation_repositories.removed': SYNC,
  'organization.deleted': SYNC,
} as const satisfies Readonly<Record<string, Make>>;

function checkPush(repository: RepositoryRef, payload: unknown): readonly Job[] {
  const push = PUSH.safeParse(payload).data;
  if (!push || push.ref !== `refs/heads/${push.repository.default_branch}`) return [];
  const index: Job = { kind: 'index-repository', repository };
  // Every open pull request is judged by these.
  const isOfRules = RULES.some((file) => mayTouch(push, file));
  const { installation } = repository;
  const recheck: readonly Job[] = isOfRules
    ? [{ kind: 'recheck-pulls', installation, place: repository, names: [] }]
    : [];
  return mayTouch(push, POLICY_FILE)
    ? [
        index,
        { kind: 'sync-installation', installation: repository.installation, isWhole: true },
        { kind: 'tell-policy', installation: repository.installation },
        ...recheck,
      ]
    : [index, ...recheck];
}

/** Where the configuration and CODEOWNERS stand. */
const RULES = [CONFIG_PATH, ...CODEOWNERS_PATHS];

/** GitHub lists the files of twenty commits at most. */
const MOST_LISTED = 20;

function mayTouch({ forced, commits }: z.infer<typeof PUSH>, file: string): boolean {
  if (forced || commits.length >= MOST_LISTED) return true;
  return commits.some(({ added, modified, removed }) =>
    [added, modified, removed].some((paths) => paths.includes(file)),
  );
}
