// flows: what was asked for → who may, what is done, and one answer.
import { keptSettings } from '../core/catalog/to-catalog.ts';
import { type Answer, isAnswer } from '../core/command/answer.ts';
import type { Asked } from '../core/command/asked.ts';
import { type Refusal, refusalComment } from '../core/command/refusal.ts';
import { surveyOf } from '../core/policy/entries.ts';
import type { Entry } from '../core/policy/verdict.ts';
import { isGrave } from '../core/review/entry.ts';
import { fullName } from '../github/github.ts';
import { type CommentSaved, commentOnIssue, findComments, ISSUE_RIGHTS } from '../github/issues.ts';
import { reactToComment } from '../github/react.ts';
import { type ProceduresRead, readProcedures } from '../github/read-procedures.ts';
import type { OwnersPlace } from '../github/read-teams.ts';
import type { RepositoryKept } from '../store/repositories.ts';
import { answerReview } from './answer-review.ts';
import { applyEffect } from './apply-effect.ts';
import { canAct } from './can-act.ts';
import { changeProcedures } from './change-procedures.ts';
import { isOfIssue, type Meant, meantIn, type Place } from './command-place.ts';
import { readRights } from './command-rights.ts';
import { commentKey } from './effect-keys.ts';
import { type Giver, mayBeHeard } from './giver.ts';
import type { RepositoryRef } from './job.ts';
import { reviewHead } from './review-head.ts';
import { reviewJobOf } from './review-place.ts';
import type { Tools } from './tools.ts';

/** `keys`: the procedures by the keys of an issue, where a box stands for them. */
export type Said = { readonly asked: Asked; readonly keys: readonly string[] };

/** `done`: paths, or one word for the issue as a whole. Null: nobody is answered here. */
type Outcome = { readonly done: readonly string[]; readonly refusals: readonly Refusal[] };

const IGNORED: Outcome = { done: [], refusals: [] };

/** Follows each in its order. A reaction says that something was done, and one comment what was not. */
export async function followCommands(
  tools: Tools,
  place: Place,
  giver: Giver,
  { said, refusals: begun }: { readonly said: readonly Said[]; readonly refusals: readonly Refusal[] },
): Promise<void> {
  const refusals: Refusal[] = isHeard(place, giver) ? [...begun] : [];
  let isDone = false;
  for (const [index, one] of said.entries()) {
    const origin = index === 0 ? giver.origin : `${giver.origin}-${index}`;
    const outcome = await followOne(tools, place, { ...giver, origin }, one);
    refusals.push(...outcome.refusals);
    isDone ||= outcome.done.length > 0;
  }
  tools.log.info({ issue: place.number, isDone, refused: refusals.map(({ why }) => why) }, 'A command was looked at.');
  if (refusals.length > 0) await answer(tools, place, giver, refusals);
  if (isDone && giver.comment !== null) await react(tools, place, giver.comment);
  const job = place.review
    ? ({ kind: 'review-issues', repository: place.repository } as const)
    : reviewJobOf(place.home);
  if (isDone && job !== null && !tools.isDryRun) await tools.send([job]);
}

/** Whether anybody is answered who says what cannot be understood. */
function isHeard({ home, review }: Place, giver: Giver): boolean {
  const settings = keptSettings(home.settings);
  const isConfigured = settings?.enabled === true && home.settings['isAdvisory'] === false;
  return (review !== null || isConfigured) && mayBeHeard(giver, settings?.bots.allow ?? []);
}

async function followOne(tools: Tools, place: Place, giver: Giver, { asked, keys }: Said): Promise<Outcome> {
  const isPull = place.pull !== null;
  if (asked.name === 'reviewed' && isPull) {
    const here = await reviewHead(tools, place, giver, asked);
    if (here === null) return IGNORED;
    if (here.left.length === 0) return here;
    const elsewhere = await followOne(tools, { ...place, pull: null }, giver, {
      asked: { ...asked, procedures: here.left },
      keys,
    });
    return { done: [...here.done, ...elsewhere.done], refusals: [...here.refusals, ...elsewhere.refusals] };
  }
  if (isAnswer(asked) && place.review?.kind !== 'review')
    return isHeard(place, giver) ? { done: [], refusals: [{ why: 'elsewhere', name: asked.name }] } : IGNORED;
  const { meant, refusals } = await meantIn(tools, place, asked, keys);
  const outcomes = [{ done: [], refusals: isHeard(place, giver) ? refusals : [] } as Outcome];
  for (const one of meant) outcomes.push(await followIn(tools, place, giver, { asked, meant: one }));
  return { done: outcomes.flatMap(({ done }) => done), refusals: outcomes.flatMap((one) => one.refusals) };
}

type Following = { readonly asked: Asked; readonly meant: Meant };

/** What is meant in one repository, by what stands on its default branch now. */
async function followIn(tools: Tools, place: Place, giver: Giver, { asked, meant }: Following): Promise<Outcome> {
  const { connection, clock, policyRepository, log } = tools;
  const { installation } = place.repository;
  const repository = { installation, owner: meant.repository.owner, name: meant.repository.name };
  const github = connection.reading(installation);
  const wanted = { repository, paths: meant.paths, sha: null, clock, policyRepository };
  const read = await readProcedures(github, wanted);
  if (read === null) return IGNORED;
  const { survey, policy } = surveyOf(read.snapshot, clock);
  if (!policy.settings.enabled || policy.advisory || !mayBeHeard(giver, policy.settings.bots.allow)) {
    log.info({ issue: place.number, isBot: giver.isBot }, 'A command is not answered here.');
    return IGNORED;
  }
  const entries = survey.entries.filter(({ procedure }) => meant.paths.includes(procedure.path));
  if (entries.length === 0) return { done: [], refusals: [{ why: 'no-files' }] };
  const may = await readRights(github, {
    repository: { ...repository, organisation: read.facts.organisation },
    ...{ login: giver.login, entries, policy, delegate: place.review?.delegatedTo ?? null },
  });
  const allowed = entries.filter((entry) => may(asked.name, entry));
  const refused = entries.filter((entry) => !allowed.includes(entry)).map(pathOf);
  const noRight: readonly Refusal[] = refused.length > 0 ? [{ why: 'no-right', name: asked.name, paths: refused }] : [];
  // The issue is one thing: whoever may not speak for all of it, may not for it.
  if (allowed.length === 0 || (isOfIssue(asked) && refused.length > 0)) return { done: [], refusals: noRight };
  const outcome = await act(tools, place, giver, {
    asked,
    target: meant.repository,
    repository,
    read,
    entries: allowed,
  });
  return { done: outcome.done, refusals: [...noRight, ...outcome.refusals] };
}

type Acting = {
  readonly asked: Asked;
  readonly target: RepositoryKept;
  readonly repository: RepositoryRef;
  readonly read: ProceduresRead;
  readonly entries: readonly Entry[];
};

async function act(tools: Tools, place: Place, giver: Giver, acting: Acting): Promise<Outcome> {
  const { asked, repository, read, entries } = acting;
  const at = { ...repository, organisation: read.facts.organisation };
  const named = asked.name === 'approve-owner' ? asked.owner : asked.name === 'not-ours' ? asked.team : null;
  if (named !== null && !(await canAct(tools, at, named)))
    return { done: [], refusals: [{ why: 'cannot-act', handle: named }] };
  if (isAnswer(asked)) return answerHere(tools, place, giver, { ...acting, asked, at });
  const untold = asked.name === 'reviewed' && asked.how === null ? entries.filter(isGrave) : [];
  const rest = entries.filter((entry) => !untold.includes(entry));
  const refusals: readonly Refusal[] = untold.length > 0 ? [{ why: 'say-how', paths: untold.map(pathOf) }] : [];
  if (rest.length === 0) return { done: [], refusals };
  const home = { ...place.repository, id: place.home.id, isPrivate: place.home.isPrivate };
  const { login, origin } = giver;
  const common = { login, home, number: place.number, origin, repository, read, entries: rest };
  const changed = await changeProcedures(tools, { ...common, asked });
  return { done: changed.done, refusals: [...refusals, ...changed.refusals] };
}

async function answerHere(
  tools: Tools,
  place: Place,
  { login, origin }: Giver,
  acting: Acting & { readonly asked: Answer; readonly at: RepositoryRef & OwnersPlace },
): Promise<Outcome> {
  const { asked, target, at, read, entries } = acting;
  const { review } = place;
  if (review === null) return IGNORED;
  const procedures = entries.map(({ procedure, owner }) => ({ path: procedure.path, owner: owner?.handle ?? null }));
  const { today } = surveyOf(read.snapshot, tools.clock).policy;
  return answerReview(tools, { asked, place, review, login, origin, target, at, procedures, today });
}

function pathOf({ procedure }: Entry): string {
  return procedure.path;
}

/** Once for each command. */
async function answer(tools: Tools, place: Place, giver: Giver, refusals: readonly Refusal[]): Promise<void> {
  const { connection } = tools;
  const { repository, number } = place;
  const marker = { kind: 'command-answer', key: giver.origin };
  const issue = { repository, number };
  const text = refusalComment(giver.login, refusals);
  const writing = () => connection.writing(repository, ISSUE_RIGHTS);
  await applyEffect<CommentSaved>(tools, {
    ...{
      repository,
      kind: 'comment',
      key: commentKey(issue, marker),
      why: 'a command was not followed',
      content: marker,
    },
    what: { issue: number, comment: marker.kind, refused: refusals.map(({ why }) => why) },
    find: async () => (await findComments(writing(), issue, marker))[0] ?? null,
    write: () => commentOnIssue(writing(), issue, { marker, text }),
  });
}

/** It says that the command was followed. */
async function react(tools: Tools, { repository }: Place, comment: number): Promise<void> {
  const save = () => reactToComment(tools.connection.writing(repository, ISSUE_RIGHTS), repository, comment, '+1');
  await applyEffect(tools, {
    ...{ repository, kind: 'reaction', key: `reaction ${fullName(repository)} ${comment}`, find: save, write: save },
    ...{ what: { comment, reaction: '+1' }, why: 'a command was followed' },
  });
}
