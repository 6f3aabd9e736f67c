// flows: an answer to an issue about reviews → its record, and who has it.
import { type Answer, answerChange } from '../core/command/answer.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { entryKeys } from '../core/review/entry-keys.ts';
import { fullName } from '../github/github.ts';
import { assign, ISSUE_RIGHTS, type IssueSaved } from '../github/issues.ts';
import type { OwnersPlace } from '../github/read-teams.ts';
import { saveAudit } from '../store/audit.ts';
import { readNames } from '../store/catalog.ts';
import type { RepositoryKept } from '../store/repositories.ts';
import { changeReviewIssue, type ReviewIssue } from '../store/review-issues.ts';
import { applyEffect } from './apply-effect.ts';
import { canAct } from './can-act.ts';
import type { Place } from './command-place.ts';
import { issueNumberKey } from './effect-keys.ts';
import type { RepositoryRef } from './job.ts';
import { isRefusal } from './refusal.ts';
import type { Tools } from './tools.ts';

export type Answering = {
  readonly asked: Answer;
  readonly place: Place;
  readonly review: ReviewIssue;
  readonly login: string;
  readonly origin: string;
  /** Where the procedures are. */
  readonly target: RepositoryKept;
  readonly at: RepositoryRef & OwnersPlace;
  readonly procedures: readonly { readonly path: string; readonly owner: string | null }[];
  /** In the time zone of the configuration. */
  readonly today: string;
};

/** `done`: the procedures that it is about. */
export async function answerReview(
  tools: Tools,
  answering: Answering,
): Promise<{ readonly done: readonly string[]; readonly refusals: readonly Refusal[] }> {
  const { store, isDryRun, delivery } = tools;
  const { asked, place, review, login, origin, at, procedures, today } = answering;
  if (asked.name === 'delegate' && !(await canAct(tools, at, asked.to)))
    return { done: [], refusals: [{ why: 'cannot-act', handle: asked.to }] };
  const by = { login, today, origin, procedures: await withKeys(tools, answering) };
  const planned = answerChange(asked, review, by);
  if ('why' in planned) return { done: [], refusals: [planned] };
  const { repository, number } = place;
  await saveAudit(store, {
    ...{ installation: repository.installation, repository: fullName(repository), kind: 'command', delivery },
    ...{ what: { issue: number, command: asked.name, by: login }, why: `the command ${asked.name}` },
    outcome: isDryRun ? 'planned' : 'done',
  });
  if (!isDryRun) {
    await changeReviewIssue(store, review, (now) => {
      const change = answerChange(asked, now, by);
      return 'why' in change ? {} : change;
    });
  }
  if (asked.name === 'delegate') await give(tools, place, asked.to.slice(1));
  if (asked.name === 'needs-work') await give(tools, place, login);
  return { done: procedures.map(({ path }) => path), refusals: [] };
}

/** The keys by which the issue knows them. */
async function withKeys({ store }: Tools, { target, place, procedures }: Answering) {
  const names = await readNames(store, target.id);
  const keys = entryKeys(names, target, place.home);
  return procedures.flatMap(({ path, owner }) => {
    const key = keys[names.findIndex((one) => one.path === path)];
    return key === undefined ? [] : [{ key, owner }];
  });
}

async function give(tools: Tools, { repository, number }: Place, login: string): Promise<void> {
  const issue = { repository, number };
  const save = () => assign(tools.connection.writing(repository, ISSUE_RIGHTS), issue, [login]);
  try {
    await applyEffect<IssueSaved>(tools, {
      ...{ repository, kind: 'assignment', key: `${issueNumberKey(issue)} assignee`, content: [login], find: save },
      ...{ what: { issue: number, assignee: login }, why: 'a command', write: save },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    tools.log.info({ err: error, issue: number }, 'Somebody could not be assigned.');
  }
}
