// core/feedback: what is to be written on a feedback issue, as data.
import { codeSpan } from '../code-span.ts';
import { ownerKey } from '../owner.ts';
import { procedureKey } from './known-procedure.ts';
import { type Label, labelledSeverity, outdatedLabels } from './labels.ts';
import { mayReply, type Reply } from './quiet.ts';
import { type ReplyPlace, replyText } from './reply.ts';
import {
  currentSeverity,
  type FeedbackSettings,
  type Route,
  responsibleOf,
  routeFeedback,
  type ToRoute,
} from './route.ts';
import type { Severity } from './severity.ts';

/** What the app keeps of an issue that it has routed. */
export type FeedbackRecord = {
  /** The handle of whoever is responsible; null: nobody. */
  readonly owner: string | null;
  readonly askedOn: string;
  /** The login that the app assigned. */
  readonly assigned: string | null;
  /** The severity that the text gave, and the one that was put on the issue. */
  readonly written: Severity | null;
  readonly set: Severity | null;
  /** The app's comment as it was last written, without its mention; null: none yet. */
  readonly reply: string | null;
  /** Handles that were mentioned, as `ownerKey`. */
  readonly told: readonly string[];
};

/** An open issue as it stands now. `severity` is the text's. */
export type FeedbackNow = Omit<ToRoute, 'askedOn' | 'assigned'> & {
  /** The day on which it was opened, or last reopened. */
  readonly openedOn: string;
  readonly labels: readonly string[];
  /** Logins. */
  readonly assignees: readonly string[];
  readonly record: FeedbackRecord | null;
  /** Replies of the last hour, on any issue. */
  readonly replies: readonly Reply[];
};

/** `today` in the configured time zone; `at` in milliseconds since the epoch. */
export type Moment = { readonly today: string; readonly at: number };

export type FeedbackPlan = {
  readonly route: Route;
  readonly addLabels: readonly Label[];
  readonly removeLabels: readonly string[];
  readonly assign: string | null;
  readonly unassign: string | null;
  /** `waiting`: it would be the second one to this reporter on this procedure within an hour. */
  readonly reply: { readonly do: 'create' | 'update'; readonly body: string } | 'waiting' | null;
  /** A comment that tells a new owner. */
  readonly comment: string | null;
  /** To be recorded as the event `routed`; null: the owner is who it was. */
  readonly routedTo: { readonly owner: string | null } | null;
  readonly record: FeedbackRecord;
};

/** So many owners are told of one issue at once, however often its text is changed; later ones learn of it by the reminder. */
const MOST_TOLD = 3;

/**
 * What is to be written on a feedback issue that was opened, edited or labelled, or whose procedure has another owner. Whoever was
 * assigned by hand stays; whom the app assigned gives way to a new owner's person, or when gone. Nobody is mentioned twice. After the
 * writes, the same question has an empty answer (`isEmptyPlan`).
 */
export function planFeedback(
  now: FeedbackNow,
  place: ReplyPlace,
  settings: FeedbackSettings,
  moment: Moment,
): FeedbackPlan {
  const { record } = now;
  const severity = currentSeverity(now.severity, labelledSeverity(now.labels, settings.labels), record);
  const owner = responsibleOf(now, settings)?.handle ?? null;
  const isMoved = record !== null && ownerKey(record.owner ?? '') !== ownerKey(owner ?? '');
  const { leaving, holding, isTakenOff } = assignment(now, isMoved);
  const askedOn = askedOnOf(now, isMoved, moment);
  const people = isTakenOff ? [] : now.people;
  const route = routeFeedback({ ...now, severity, askedOn, people, assigned: holding }, settings);
  const told = record?.told ?? [];
  const mention = route.mention !== null && mayTell(route.mention, told) ? route.mention : null;
  const reply = replyOf(now, { ...route, mention }, place, moment);
  const isToldLate = record !== null && record.reply !== null && (isMoved || holding === null);
  const comment = isToldLate && mention ? lateText(mention, isMoved ? record.owner : null, route) : null;
  const isTold = comment !== null || (reply !== null && reply !== 'waiting' && reply.do === 'create');
  const assign = now.assignees.some((login) => isSame(login, route.assignee)) ? null : route.assignee;
  return {
    route,
    addLabels: route.labels.filter(({ name }) => !has(now.labels, name)),
    removeLabels: outdatedLabels(now.labels, route.labels, settings.labels),
    assign,
    unassign: leaving,
    reply,
    comment,
    routedTo: record === null || isMoved ? { owner } : null,
    record: {
      owner,
      askedOn,
      assigned: assign ?? (leaving === null ? (record?.assigned ?? null) : null),
      written: now.severity,
      set: severity,
      reply: reply === null || reply === 'waiting' ? (record?.reply ?? null) : quietText(route, place),
      told: isTold && mention ? [...told, ownerKey(mention)] : told,
    },
  };
}

/** Whether nothing is to be written. What waits is not written. */
export function isEmptyPlan({ addLabels, removeLabels, assign, unassign, reply, comment }: FeedbackPlan): boolean {
  const isSilent = (reply === null || reply === 'waiting') && comment === null;
  return isSilent && addLabels.length + removeLabels.length === 0 && assign === null && unassign === null;
}

/** The same where nothing can be said now, for the conversation is locked: the words wait. `record`: what was written before. */
export function withoutWords(plan: FeedbackPlan, record: FeedbackRecord | null): FeedbackPlan {
  const said = { reply: record?.reply ?? null, told: record?.told ?? [] };
  const reply = plan.reply === null ? null : 'waiting';
  return { ...plan, reply, comment: null, record: { ...plan.record, ...said } };
}

type Assignment = {
  /** Whom the app assigned, where the issue is another owner's now or that person is gone. */
  readonly leaving: string | null;
  /** Who has the issue and keeps it; not somebody who took it for the owner before. */
  readonly holding: string | null;
  /** Somebody took it away from whom the app had assigned: nobody else is assigned. */
  readonly isTakenOff: boolean;
};

function assignment({ record, assignees, people }: FeedbackNow, isMoved: boolean): Assignment {
  const before = record?.assigned ?? null;
  const ours = assignees.find((login) => isSame(login, before)) ?? null;
  const isGone = people.some((person) => person.isGone && isSame(person.login, before));
  const leaving = isMoved || isGone ? ours : null;
  const staying = assignees.filter((login) => login !== leaving);
  const isAbout = (login: string): boolean => !isMoved || people.some((person) => isSame(person.login, login));
  const holding = staying.find((login) => login === ours) ?? staying.find(isAbout) ?? null;
  return { leaving, holding, isTakenOff: before !== null && ours === null && !isMoved && !isGone };
}

function isSame(login: string, other: string | null): boolean {
  return other !== null && ownerKey(login) === ownerKey(other);
}

/** The time for an answer runs anew for a new owner, and when the issue is reopened. */
function askedOnOf({ record, openedOn }: FeedbackNow, isMoved: boolean, { today }: Moment): string {
  if (isMoved) return today;
  return record !== null && record.askedOn > openedOn ? record.askedOn : openedOn;
}

function mayTell(handle: string, told: readonly string[]): boolean {
  return told.length < MOST_TOLD && !told.includes(ownerKey(handle));
}

function replyOf(now: FeedbackNow, route: Route, place: ReplyPlace, { at }: Moment): FeedbackPlan['reply'] {
  const { record, reporter, meant } = now;
  if (record?.reply != null) {
    const body = quietText(route, place);
    return body === record.reply ? null : { do: 'update', body };
  }
  const procedure = meant.kind === 'one' ? procedureKey(meant.hit.procedure) : null;
  if (!mayReply(now.replies, { reporter, procedure, at })) return 'waiting';
  return { do: 'create', body: replyText(route, place) };
}

/** An edited comment mentions nobody: GitHub would tell nobody of it. */
function quietText(route: Route, place: ReplyPlace): string {
  return replyText({ ...route, mention: null }, place);
}

/** For whom the first answer did not name. */
function lateText(mention: string, before: string | null, { answerBy }: Route): string {
  const from = before === null ? '' : ` from ${codeSpan(before)}`;
  return `${mention}, this has come to you${from}. Please answer by ${answerBy}.\n`;
}

function has(labels: readonly string[], name: string): boolean {
  return labels.some((label) => label.toLowerCase() === name.toLowerCase());
}
