// test/stand-in/operation: check runs and their annotations.
import { repositoryOf } from '../access.ts';
import { bodyOf, type Call, notFound, page, param, Refusal } from '../call.ts';
import type { Engine, Handler, Handlers } from '../engine.ts';
import { readCommit } from '../git/read-history.ts';
import { resolveRef } from '../happen/branches.ts';
import { type CheckChange, createCheckRun, updateCheckRun } from '../happen/check-runs.ts';
import { annotation, checkRun } from '../words/check-run.ts';
import type { CheckRun } from '../world.ts';

function runOf(engine: Engine, call: Call): CheckRun {
  const home = repositoryOf(engine, call);
  const id = Number(param(call, 'check_run_id'));
  const run = engine.world.checkRuns.find((one) => one.id === id && one.repository === home);
  if (!run) throw notFound();
  return run;
}

/** What the description says in words only. https://docs.github.com/rest/checks/runs#create-a-check-run */
function checkLimits({ status, conclusion, output, details_url }: CheckChange, old?: CheckRun): void {
  const invalid = (message: string) => new Refusal(422, `Invalid request.\n\n${message}`);
  if (status === 'completed' && conclusion === undefined && old?.conclusion == null)
    throw invalid('A completed check run needs a conclusion.');
  if (conclusion !== undefined && status !== undefined && status !== 'completed')
    throw invalid('A conclusion completes the check run.');
  if (details_url !== undefined && !/^https?:\/\//.test(details_url))
    throw invalid('details_url must use http(s) scheme.');
  for (const { title, message, raw_details, start_line, end_line, start_column, end_column } of output?.annotations ??
    []) {
    const bytes = Math.max(Buffer.byteLength(message), Buffer.byteLength(raw_details ?? ''));
    if ((title ?? '').length > 255 || bytes > 64 * 1024) throw invalid('An annotation is too long.');
    if (start_line < 1 || end_line < start_line) throw invalid('The lines of an annotation are not in order.');
    const hasColumns = start_column != null || end_column != null;
    if (hasColumns && start_line !== end_line) throw invalid('Columns need an annotation of a single line.');
  }
}

const create: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const { head_sha, ...change } = bodyOf<CheckChange & { head_sha: string }>(call);
  checkLimits(change);
  const commit = /^[0-9a-f]{40}$/.test(head_sha) ? await readCommit(home.store, head_sha) : undefined;
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${head_sha}`);
  return {
    status: 201,
    body: checkRun(engine, createCheckRun(engine, { repository: home, headSha: head_sha, app: engine.app.id }, change)),
  };
};

const listForRef: Handler = async (engine, call) => {
  const home = repositoryOf(engine, call);
  const sha = await resolveRef(home, param(call, 'ref'));
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${param(call, 'ref')}`);
  const { query } = call;
  const fits = (key: string, value: string | number) => query.get(key) === null || query.get(key) === String(value);
  const all = engine.births
    .shown(
      'check-run',
      engine.world.checkRuns.filter((run) => run.repository === home && run.headSha === sha),
    )
    .filter((run) => fits('check_name', run.name) && fits('status', run.status) && fits('app_id', run.app));
  const newest = new Map(all.map((run) => [`${run.app} ${run.name}`, run]));
  const shown = (query.get('filter') === 'all' ? all : [...newest.values()]).toReversed();
  const { items, headers } = page(engine.url, call, shown);
  return {
    status: 200,
    body: { total_count: shown.length, check_runs: items.map((run) => checkRun(engine, run)) },
    headers,
  };
};

export const checks: Handlers = {
  'checks/create': create,
  'checks/update': (engine, call) => {
    const run = runOf(engine, call);
    if (run.app !== engine.app.id) {
      const message = `Invalid app_id \`${engine.app.id}\` - check run can only be modified by the GitHub App that created it.`;
      throw new Refusal(403, message);
    }
    const change = bodyOf<CheckChange>(call);
    checkLimits(change, run);
    updateCheckRun(engine, run, change);
    return { status: 200, body: checkRun(engine, run) };
  },
  'checks/get': (engine, call) => ({ status: 200, body: checkRun(engine, runOf(engine, call)) }),
  'checks/list-annotations': (engine, call) => {
    const run = runOf(engine, call);
    const { items, headers } = page(engine.url, call, run.annotations);
    return { status: 200, body: items.map((one) => annotation(engine, run, one)), headers };
  },
  'checks/list-for-ref': listForRef,
};
