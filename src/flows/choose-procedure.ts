// flows: somebody says which procedure an issue is about → it is routed anew.
import { tickedBoxes } from '../core/check-box.ts';
import { notChosenText } from '../core/feedback/choice.ts';
import type { Meant } from '../core/feedback/find-meant.ts';
import { isHeard } from '../core/feedback/quiet.ts';
import { fullName } from '../github/github.ts';
import { ISSUE_RIGHTS } from '../github/issues.ts';
import { reactToComment } from '../github/react.ts';
import { chooseProcedure, type FeedbackRead, feedbackAt } from '../store/feedback.ts';
import { applyEffect } from './apply-effect.ts';
import { feedbackCatalog, repositoryOf } from './feedback-catalog.ts';
import { canAct } from './feedback-history.ts';
import { feedbackHome, type Home } from './feedback-home.ts';
import { namedBy, proceduresOf } from './feedback-meant.ts';
import { say } from './feedback-writes.ts';
import type { ChooseProcedure } from './job.ts';
import { placesOf } from './note-feedback.ts';
import { routeFeedback } from './route-feedback.ts';
import type { Tools } from './tools.ts';

const HOUR_MS = 3_600_000;

/** Whoever filed it may say so, and who may change the procedure; the right is asked for now. */
export async function chooseForFeedback(tools: Tools, job: ChooseProcedure): Promise<void> {
  const { repository, issue: number, by, isBot } = job;
  const home = await feedbackHome(tools, repository);
  if (home === null || !isHeard({ login: by, isBot }, home.settings.bots.allow)) return;
  const kept = await keptNow(tools, home, job);
  if (!kept?.isOpen) return;
  const isReporter = kept.reporter.toLowerCase() === by.toLowerCase();
  const places = await placesOf(tools, home, kept);
  const mayChoose = isReporter || (await canAct(tools, home.ref.installation, places, by));
  if (!mayChoose) return refuse(tools, home, job, notChosenText({ why: 'no-right' }, home.name));
  const catalog = await feedbackCatalog(tools.store, home.ref.installation);
  const name = job.how === 'box' ? offered(kept, job.named) : job.named;
  if (name === null) return;
  const meant = await namedBy(tools, { home, catalog, reader: by }, name);
  const place = meant.kind === 'one' && !meant.hit.isClose ? repositoryOf(catalog, meant.hit.procedure) : null;
  if (meant.kind !== 'one' || place === null) return refuse(tools, home, job, unknownText(meant, home, name));
  if (tools.isDryRun) return;
  await chooseProcedure(
    tools.store,
    { repository: home.id, number },
    { repository: place.id, path: meant.hit.procedure.path },
  );
  if (job.how === 'command') await react(tools, home, job);
  await tools.send([{ kind: 'route-feedback', repository: home.ref, issue: number }]);
}

/** The comment may be told of before the issue is. */
async function keptNow(tools: Tools, home: Home, { issue: number }: ChooseProcedure): Promise<FeedbackRead | null> {
  const at = { repository: home.id, number };
  const kept = await feedbackAt(tools.store, at);
  if (kept) return kept;
  await routeFeedback(tools, { kind: 'route-feedback', repository: home.ref, issue: number });
  return feedbackAt(tools.store, at);
}

/** The whole path of a procedure that the app's own reply has a box for; null where it has none. */
function offered({ written }: FeedbackRead, key: string): string | null {
  const reply = written.record?.reply ?? '';
  const boxes = tickedBoxes(reply, reply, reply.replaceAll('- [ ] ', '- [x] '));
  return boxes.some((box) => box.do === 'procedure' && box.key === key) ? key.replace(':', '/') : null;
}

function unknownText(meant: Meant, { name: repository }: Home, named: string): string {
  return notChosenText(
    { why: meant.kind === 'several' ? 'several' : 'unknown', named, near: proceduresOf(meant) },
    repository,
  );
}

/** Once an hour for each person: who asks again and again is not answered again and again. */
async function refuse(tools: Tools, home: Home, { issue: number, by }: ChooseProcedure, text: string) {
  const hour = Math.floor(Date.now() / HOUR_MS);
  const marker = { kind: 'not-chosen', key: `${home.name}#${number} ${by.toLowerCase()} ${hour}` };
  const on = { repository: home.ref, id: home.id, number };
  await say(tools, on, { marker, text, why: 'a command was not followed' });
}

/** It says that the command was followed. */
async function react(tools: Tools, { ref }: Home, { comment }: ChooseProcedure): Promise<void> {
  const save = () => reactToComment(tools.connection.writing(ref, ISSUE_RIGHTS), ref, comment, '+1');
  await applyEffect(tools, {
    ...{ repository: ref, kind: 'reaction', key: `reaction ${fullName(ref)} ${comment}`, find: save, write: save },
    ...{ what: { comment, reaction: '+1' }, why: 'a command was followed' },
  });
}
