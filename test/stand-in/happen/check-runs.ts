// test/stand-in/happen: the life of a check run, and the two buttons people press on it.
import { type Engine, newId, suiteOf, timeOf } from '../engine.ts';
import { tellCheckRun, tellCheckSuite } from '../events.ts';
import { bot } from '../words/account.ts';
import type { Account, Annotation, CheckAction, CheckRun } from '../world.ts';

export type CheckOutput = {
  readonly title?: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations?: readonly (Omit<Annotation, 'start_column' | 'end_column' | 'title' | 'raw_details'> &
    Partial<Annotation>)[];
};

export type CheckChange = {
  readonly name?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: CheckOutput;
  readonly actions?: readonly CheckAction[];
};

/** A conclusion completes a run, and annotations are added to those before: https://docs.github.com/rest/checks/runs#update-a-check-run */
function apply(engine: Engine, run: CheckRun, change: CheckChange): void {
  const { output, conclusion } = change;
  run.name = change.name ?? run.name;
  run.status = conclusion === undefined ? (change.status ?? run.status) : 'completed';
  run.conclusion = run.status === 'completed' ? (conclusion ?? run.conclusion) : null;
  run.externalId = change.external_id ?? run.externalId;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.startedAt = change.started_at ?? run.startedAt;
  run.completedAt = run.status === 'completed' ? (change.completed_at ?? run.completedAt ?? timeOf(engine)) : null;
  run.actions = change.actions ?? (conclusion === undefined ? run.actions : []);
  if (!output) return;
  run.title = output.title ?? run.title;
  run.summary = output.summary;
  run.text = output.text ?? run.text;
  const empty = { start_column: null, end_column: null, title: null, raw_details: null };
  run.annotations.push(...(output.annotations ?? []).map((one) => ({ ...empty, ...one })));
}

export type NewCheckRun = Pick<CheckRun, 'repository' | 'headSha' | 'app'>;

export function createCheckRun(engine: Engine, place: NewCheckRun, change: CheckChange): CheckRun {
  const run: CheckRun = {
    ...{ ...place, id: newId(engine), suite: suiteOf(engine, place) },
    ...{ name: '', status: 'queued', conclusion: null, externalId: '', detailsUrl: '', startedAt: timeOf(engine) },
    ...{ completedAt: null, title: null, summary: null, text: null, actions: [], annotations: [] },
  };
  apply(engine, run, change);
  engine.world.checkRuns.push(run);
  engine.births.note('check-run', run.id);
  tellCheckRun(engine, 'created', run, bot(engine));
  if (run.status === 'completed') tellCheckRun(engine, 'completed', run, bot(engine));
  return run;
}

export function updateCheckRun(engine: Engine, run: CheckRun, change: CheckChange): void {
  const wasCompleted = run.status === 'completed';
  apply(engine, run, change);
  if (run.status === 'completed' && !wasCompleted) tellCheckRun(engine, 'completed', run, bot(engine));
}

/** Somebody pressed "Re-run" on one check. GitHub resets nothing: the app makes a new run or moves this one. */
export const rerequestCheckRun = (engine: Engine, run: CheckRun, sender: Account) =>
  tellCheckRun(engine, 'rerequested', run, sender);

/** Somebody pressed "Re-run all checks". */
export const rerequestCheckSuite = (engine: Engine, run: CheckRun, sender: Account) =>
  tellCheckSuite(engine, 'rerequested', run, sender);

/** Somebody pressed a button of the app's. */
export function pressButton(engine: Engine, run: CheckRun, identifier: string, sender: Account): void {
  if (!run.actions.some((one) => one.identifier === identifier)) {
    throw new Error(`The check run "${run.name}" has no button "${identifier}".`);
  }
  tellCheckRun(engine, 'requested_action', run, sender, identifier);
}
