// test/stand-in/words: check runs in GitHub's words.
import type { GitHub } from '../call.ts';
import type { Annotation, CheckRun, Pull } from '../world.ts';
import { app, nodeId } from './account.ts';
import { html } from './commit.ts';
import { repositoryUrl } from './repository.ts';

/** Open pull requests of the same repository with that head: GitHub never names those of forks. */
export const pullsWithHead = (github: GitHub, run: Pick<CheckRun, 'repository' | 'headSha'>): readonly Pull[] =>
  github.world.pulls.filter(
    ({ repository, head, state }) =>
      repository === run.repository && head.repository === repository && head.sha === run.headSha && state === 'open',
  );

function pullMinimal(github: GitHub, pull: Pull) {
  const repo = { id: pull.repository.id, url: repositoryUrl(github, pull.repository), name: pull.repository.name };
  return {
    url: `${repositoryUrl(github, pull.repository)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo },
  };
}

/** Another app is told apart by its id and its name. */
const appOf = (github: GitHub, run: Pick<CheckRun, 'app'>) =>
  run.app === github.app.id
    ? app(github)
    : { ...app(github), id: run.app, slug: `app-${run.app}`, name: `App ${run.app}` };

export function checkRun(github: GitHub, run: CheckRun) {
  const url = `${repositoryUrl(github, run.repository)}/check-runs/${run.id}`;
  const page = `${html(github, run.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl || page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite },
    app: appOf(github, run),
    pull_requests: pullsWithHead(github, run).map((pull) => pullMinimal(github, pull)),
  };
}

/** As webhooks of a check run or a check suite carry it. */
export function checkSuite(
  github: GitHub,
  run: Pick<CheckRun, 'repository' | 'headSha' | 'suite' | 'app' | 'status' | 'conclusion'>,
) {
  const url = `${repositoryUrl(github, run.repository)}/check-suites/${run.suite}`;
  const pulls = pullsWithHead(github, run);
  const at = new Date(github.now()).toISOString();
  return {
    id: run.suite,
    node_id: nodeId('CS', run.suite),
    head_branch: pulls[0]?.head.ref ?? null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url,
    before: pulls[0]?.base.sha ?? null,
    after: run.headSha,
    pull_requests: pulls.map((pull) => pullMinimal(github, pull)),
    app: appOf(github, run),
    created_at: at,
    updated_at: at,
  };
}

export const annotation = (github: GitHub, run: CheckRun, one: Annotation) => ({
  ...one,
  blob_href: `${html(github, run.repository)}/blob/${run.headSha}/${one.path}`,
});
