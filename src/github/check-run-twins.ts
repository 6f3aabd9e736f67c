// github: check runs of ours beside the one that counts: left in progress, or made later with other words.
import { z } from 'zod';
import { ask } from './ask.ts';
import { type CheckRunOf, RUN, type Run, type SavedCheckRun } from './check-run.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

export type CheckRunTwins = { readonly right: Run; readonly superfluous: readonly Run[] };

const RUNS = z.object({ check_runs: z.array(RUN) });

/**
 * `known` is the run that was saved last. Earlier ones that are finished are history; GitHub shows the latest that was made, whatever it
 * says. Null where `known` is not finished, or not shown yet: then nobody can tell which is right.
 */
export async function findCheckRunTwins(
  github: GitHub,
  { repository, sha, name, known }: Pick<CheckRunOf, 'repository' | 'sha' | 'name'> & { readonly known: number },
): Promise<CheckRunTwins | null> {
  const doing = { verb: 'read', object: `the check runs of ${sha.slice(0, 7)} in ${fullName(repository)}` };
  const parameters = {
    ...{ owner: repository.owner, repo: repository.name, ref: sha, check_name: name, app_id: github.appId },
    ...{ filter: 'all', per_page: 100 },
  };
  const request = { route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', parameters };
  const { data } = await ask(github, doing, request, RUNS);
  const ours = data.check_runs.filter((run) => run.app?.id === github.appId && run.name === name);
  const right = ours.find(({ id }) => id === known);
  if (right?.status !== 'completed') return null;
  const isSuperfluous = (run: Run) =>
    run.id !== known && (run.status !== 'completed' || (run.id > known && !saysTheSame(run, right)));
  return { right, superfluous: ours.filter(isSuperfluous) };
}

/** Brings a superfluous run to what the right one says. GitHub lets nobody delete one. */
export async function completeTwin(
  github: GitHub,
  repository: RepositoryName,
  run: Pick<Run, 'id'>,
  right: Run,
): Promise<SavedCheckRun> {
  const doing = { verb: 'update', object: `the check run ${run.id} in ${fullName(repository)}` };
  const parameters = { owner: repository.owner, repo: repository.name, check_run_id: run.id };
  const { title, summary } = right.output;
  const body = {
    ...{ status: 'completed', conclusion: right.conclusion, external_id: right.external_id ?? '', actions: [] },
    output: { title: title ?? '', summary: summary ?? '' },
  };
  const request = { route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', parameters, body };
  await ask(github, doing, request, z.object({ id: z.int() }));
  return { id: run.id, isNew: false };
}

function saysTheSame(a: Run, b: Run): boolean {
  return a.conclusion === b.conclusion && a.output.title === b.output.title && a.output.summary === b.output.summary;
}
