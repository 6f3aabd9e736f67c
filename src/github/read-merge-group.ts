// github: a merge group → the Snapshot of what it would make of its base.
import { z } from 'zod';
import type { Clock } from '../core/policy/policy-of.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { ask } from './ask.ts';
import { askGraphql } from './ask-graphql.ts';
import { changesBetween } from './complete-changes.ts';
import { ENTRY_FRAGMENT } from './entry.ts';
import { changedMeanwhile } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { isPolicyPlace, organisationPolicy, policyPlaces, policySelection } from './organisation-policy.ts';
import { type ChangedFile, FILE, toChangedFile, toChanges } from './read-changes.ts';
import { readSides } from './read-sides.ts';
import { createShelf } from './shelf.ts';

export type ReadMergeGroup = {
  readonly repository: RepositoryName;
  readonly baseSha: string;
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-7-…`. */
  readonly headRef: string;
  readonly clock: Clock;
  readonly policyRepository: RepositoryName | null;
};

/** GitHub compares no more files ("Compare two commits"). */
const MOST_COMPARED = 300;

const COMPARED = z.object({ files: z.array(FILE).default([]) });

/** Reads a merge group; its base is the commit it stands on, whose configuration judges it. Rejects as `readPull` does. */
export async function readMergeGroup(
  github: GitHub,
  group: ReadMergeGroup,
): Promise<{ readonly snapshot: Snapshot; readonly notes: readonly string[] }> {
  const { repository, baseSha: base, headSha: head, clock } = group;
  const places = policyPlaces(repository.owner, group.policyRepository);
  const [files, { owner, policies }] = await Promise.all([
    readGroupChanges(github, group),
    readGroupFacts(github, group, places),
  ]);
  const policy = await organisationPolicy(github, places, policies, clock('UTC'));
  const comparison = {
    repository,
    organisation: owner.__typename === 'Organization' ? owner.login : null,
    commits: { head, base },
    names: { head: 'the merge group', base: baseBranchOf(group.headRef) },
    changes: toChanges(files),
    organisationPolicy: policy.file,
    clock,
  };
  return { snapshot: await readSides(github, comparison, createShelf(repository)), notes: policy.notes };
}

async function readGroupChanges(
  github: GitHub,
  { repository: { owner, name }, baseSha, headSha }: ReadMergeGroup,
): Promise<readonly ChangedFile[]> {
  const doing = { verb: 'compare', object: `a merge group of ${owner}/${name} with its base` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner, repo: name, basehead: `${baseSha}...${headSha}` },
  };
  const { files } = (await ask(github, doing, request, COMPARED)).data;
  if (files.length < MOST_COMPARED) return files.map(toChangedFile);
  return changesBetween(github, { owner, name }, { base: baseSha, head: headSha });
}

const FACTS = z
  .object({
    repository: z.object({
      owner: z.object({ __typename: z.string(), login: z.string() }),
      head: z.object({ __typename: z.literal('Commit') }).nullable(),
    }),
  })
  .catchall(z.unknown());

async function readGroupFacts(
  github: GitHub,
  { repository, headSha }: ReadMergeGroup,
  places: readonly RepositoryName[],
) {
  const doing = { verb: 'read', object: `a merge group of ${fullName(repository)}` };
  const policy = policySelection(places);
  const text = `query($owner: String!, $name: String!, $head: GitObjectID!${policy.parameters}) {
  repository(owner: $owner, name: $name) {
    owner { __typename login }
    head: object(oid: $head) { __typename }
  }
  ${policy.text}
}
${ENTRY_FRAGMENT}`;
  const variables = { owner: repository.owner, name: repository.name, head: headSha, ...policy.variables };
  const answer = await askGraphql(github, doing, { text, variables }, { data: FACTS, mayBeMissing: isPolicyPlace });
  const { repository: facts, ...policies } = answer;
  if (facts.head === null) throw changedMeanwhile(doing);
  return { owner: facts.owner, policies };
}

/** GitHub names a group's branch after the one it goes to. */
export function baseBranchOf(headRef: string): string {
  return /gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(headRef)?.[1] ?? 'the base';
}
