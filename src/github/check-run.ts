// github: our check run of a commit. Nothing is written twice: what stands there already is found first.
import { z } from 'zod';
import type { Annotation } from '../core/policy/report/annotations.ts';
import type { CheckOutput } from '../core/policy/report/check-output.ts';
import { ask, noneThere } from './ask.ts';
import { fullName, type GitHub, type RepositoryName, type Rights } from './github.ts';

/** What writing a check run needs. */
export const CHECK_RIGHTS: Rights = { checks: 'write' };

/**
 * Which check run: `name` as people require it, `externalId` as `externalIdOf` makes it. `known`: the id of the one that was written
 * last, which GitHub's list may not show yet.
 */
export type CheckRunOf = {
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly name: string;
  readonly externalId: string;
  readonly known?: number | null;
};

/** A button. GitHub allows 20, 40 and 20 characters. */
export type Button = { readonly label: string; readonly description: string; readonly identifier: string };

export const FIX_BUTTON: Button = {
  label: 'Fix ownership',
  description: 'Commit what is certain to this branch',
  identifier: 'fix-ownership',
};
export const REFRESH_BUTTON: Button = {
  label: 'Refresh pre-approval',
  description: 'Record what the board has approved',
  identifier: 'refresh-preapproval',
};
export const SUGGEST_BUTTON: Button = {
  label: 'Suggest fixes',
  description: 'Post a review with suggestions',
  identifier: 'suggest-fixes',
};

/**
 * `done`: finished, with its buttons. `waiting`: in progress under that title, as while a retry is scheduled. `spares`: a run that was
 * finished since then (milliseconds since 1970; null: ever) stays as it is, and nothing is written.
 */
export type CheckRunState =
  | { readonly state: 'done'; readonly output: CheckOutput; readonly buttons: readonly Button[] }
  | {
      readonly state: 'waiting';
      readonly title: string;
      readonly summary: string;
      readonly spares?: { readonly since: number | null };
    };

/** `isNew` is false where nothing was written: the very same stood there already, or (`isSpared`) one that was to be spared. */
export type SavedCheckRun = { readonly id: number; readonly isNew: boolean; readonly isSpared?: true };

/** GitHub's limits: annotations in one request; characters of title and summary. */
const ANNOTATIONS_AT_ONCE = 50;
const TITLE_LIMIT = 250;
const SUMMARY_LIMIT = 65_000;
/** Ten requests; the summary has the rest. */
const MOST_ANNOTATIONS = 500;
const MOST_PULLS = 100;

/** The pull requests that a check run is about, as bot.ts reads it again. */
export function externalIdOf(pulls: readonly number[]): string {
  const numbers = [...new Set(pulls)].sort((a, b) => a - b);
  return `pulls:${numbers.slice(0, MOST_PULLS).join(',')}`;
}

/** The same for a merge group. */
export function externalIdOfGroup({
  baseSha,
  headRef,
}: {
  readonly baseSha: string;
  readonly headRef: string;
}): string {
  return `group:${baseSha}:${headRef}`;
}

/**
 * Brings the check run of a commit to `wanted`. An unfinished run of ours is taken up again; a finished one stays as it is (what is
 * added to it would stand beside what it says) and a new one takes its place, unless it says exactly this already.
 */
export async function saveCheckRun(github: GitHub, run: CheckRunOf, wanted: CheckRunState): Promise<SavedCheckRun> {
  const earlier = await findCheckRun(github, run);
  if (earlier && says(earlier, run, wanted)) return { id: earlier.id, isNew: false };
  if (earlier && isToSpare(earlier, wanted)) return { id: earlier.id, isNew: false, isSpared: true };
  const steps = stepsOf(wanted);
  const resumed = earlier && resumable(earlier, steps);
  let id = resumed?.id;
  for (const step of steps.slice(resumed?.step ?? 0)) {
    id = id === undefined ? await create(github, run, step) : await update(github, run, id, step);
  }
  return { id: id ?? 0, isNew: true };
}

export const RUN = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  completed_at: z.string().nullish(),
  external_id: z.string().nullish(),
  app: z.object({ id: z.int() }).nullish(),
  output: z.object({
    title: z.string().nullish(),
    summary: z.string().nullish(),
    annotations_count: z.int().default(0),
  }),
});
const RUNS = z.object({ check_runs: z.array(RUN) });

export type Run = z.infer<typeof RUN>;

async function findCheckRun(github: GitHub, run: CheckRunOf): Promise<Run | null> {
  const known = run.known ? await readCheckRun(github, run, run.known) : null;
  return known ?? newestCheckRun(github, run);
}

async function readCheckRun(github: GitHub, { repository, name }: CheckRunOf, id: number): Promise<Run | null> {
  const doing = { verb: 'read', object: `the check run ${id} in ${fullName(repository)}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
    parameters: { owner: repository.owner, repo: repository.name, check_run_id: id },
  };
  const answer = await ask(github, doing, request, RUN).catch(noneThere);
  return answer?.data.name === name ? answer.data : null;
}

/** The newest run of ours under this name. Its number of pull requests may have grown since, so `external_id` does not tell runs apart. */
async function newestCheckRun(github: GitHub, { repository, sha, name }: CheckRunOf): Promise<Run | null> {
  const doing = { verb: 'read', object: `the check runs of ${sha.slice(0, 7)} in ${fullName(repository)}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    parameters: {
      ...{ owner: repository.owner, repo: repository.name, ref: sha, check_name: name, app_id: github.appId },
      ...{ filter: 'latest', per_page: 100 },
    },
  };
  const { data } = await ask(github, doing, request, RUNS);
  const ours = data.check_runs.filter((run) => run.app?.id === github.appId && run.name === name);
  return ours.sort((a, b) => b.id - a.id)[0] ?? null;
}

/** One request's worth. */
type Step = {
  readonly status: 'in_progress' | 'completed';
  readonly conclusion?: string;
  readonly output: { readonly title: string; readonly summary: string; readonly annotations: readonly Annotation[] };
  readonly actions: readonly Button[];
};

function stepsOf(wanted: CheckRunState): readonly Step[] {
  if (wanted.state === 'waiting') {
    const output = {
      title: cut(wanted.title, TITLE_LIMIT),
      summary: cut(wanted.summary, SUMMARY_LIMIT),
      annotations: [],
    };
    return [{ status: 'in_progress', output, actions: [] }];
  }
  const { output, buttons } = wanted;
  const annotations = output.annotations.slice(0, MOST_ANNOTATIONS);
  const left = output.annotations.length - annotations.length;
  const told = left > 0 ? `\n\n_${left} more annotations are left out._` : '';
  const title = cut(output.title, TITLE_LIMIT);
  const summary = `${cut(output.summary, SUMMARY_LIMIT)}${told}`;
  const batches = batched(annotations);
  return batches.map((batch, at) => {
    const common = { output: { title, summary, annotations: batch } };
    if (at < batches.length - 1) return { ...common, status: 'in_progress', actions: [] };
    return { ...common, status: 'completed', conclusion: output.conclusion, actions: buttons };
  });
}

/** At least one batch, which may be empty. */
function batched(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const count = Math.max(1, Math.ceil(annotations.length / ANNOTATIONS_AT_ONCE));
  return Array.from({ length: count }, (_, at) =>
    annotations.slice(at * ANNOTATIONS_AT_ONCE, (at + 1) * ANNOTATIONS_AT_ONCE),
  );
}

/** Whether `run` is finished, or waits, with these very words. */
function says(run: Run, { externalId }: CheckRunOf, wanted: CheckRunState): boolean {
  const steps = stepsOf(wanted);
  const last = steps.at(-1);
  const annotations = steps.reduce((sum, step) => sum + step.output.annotations.length, 0);
  return (
    run.status === last?.status &&
    (run.conclusion ?? undefined) === last.conclusion &&
    run.external_id === externalId &&
    run.output.title === last.output.title &&
    run.output.summary === last.output.summary &&
    run.output.annotations_count === annotations
  );
}

/** GitHub tells whole seconds, by another clock than ours. */
const CLOCKS_DIFFER_MS = 5_000;

function isToSpare({ status, completed_at: at }: Run, wanted: CheckRunState): boolean {
  if (status !== 'completed' || wanted.state === 'done' || !wanted.spares) return false;
  const { since } = wanted.spares;
  return since === null || (at != null && Date.parse(at) >= since - CLOCKS_DIFFER_MS);
}

/** Where to go on with an unfinished run: at its beginning, or where a writer was interrupted between two batches of the same. */
function resumable(run: Run, steps: readonly Step[]): { readonly id: number; readonly step: number } | null {
  if (run.status === 'completed') return null;
  const { annotations_count: count, summary, title } = run.output;
  if (count === 0) return { id: run.id, step: 0 };
  const isSame = steps[0]?.output.summary === summary && steps[0]?.output.title === title;
  const step = count / ANNOTATIONS_AT_ONCE;
  return isSame && Number.isInteger(step) && step < steps.length ? { id: run.id, step } : null;
}

const SAVED = z.object({ id: z.int() });

async function create(github: GitHub, run: CheckRunOf, step: Step): Promise<number> {
  const { repository, sha, name, externalId } = run;
  const doing = { verb: 'create', object: `the check run of ${sha.slice(0, 7)} in ${fullName(repository)}` };
  const request = {
    route: 'POST /repos/{owner}/{repo}/check-runs',
    parameters: { owner: repository.owner, repo: repository.name },
    body: { name, head_sha: sha, external_id: externalId, ...step },
  };
  return (await ask(github, doing, request, SAVED)).data.id;
}

async function update(github: GitHub, run: CheckRunOf, id: number, step: Step): Promise<number> {
  const { repository, sha, externalId } = run;
  const doing = { verb: 'update', object: `the check run of ${sha.slice(0, 7)} in ${fullName(repository)}` };
  const request = {
    route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    parameters: { owner: repository.owner, repo: repository.name, check_run_id: id },
    body: { external_id: externalId, ...step },
  };
  return (await ask(github, doing, request, SAVED)).data.id;
}

/** At most `limit` characters, no surrogate pair torn; GitHub refuses half of one. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}
