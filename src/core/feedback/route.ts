// core/feedback: what becomes of a feedback issue: whose it is, how it is labelled, who is told.
import { addInterval } from '../calendar-date.ts';
import type { Settings } from '../policy/settings.ts';
import type { Hit, Meant } from './find-meant.ts';
import { procedureKey } from './known-procedure.ts';
import { feedbackLabel, type Label, needsOwnerLabel, ownerLabel, severityLabel } from './labels.ts';
import {
  isReporter,
  type Ownership,
  type Person,
  personToAsk,
  type Responsible,
  responsibleFor,
} from './responsible.ts';
import type { Severity } from './severity.ts';

export type FeedbackSettings = Pick<Settings, 'labels' | 'feedback'> & {
  readonly owners: Pick<Settings['owners'], 'fallback'>;
  readonly issues: Pick<Settings['issues'], 'assign'>;
};

/** An issue that is to be routed. `askedOn` is the day from which the time for an answer runs, in the configured time zone. */
export type ToRoute = {
  readonly meant: Meant;
  readonly severity: Severity | null;
  readonly reporter: string;
  readonly askedOn: string;
  /** By `procedureKey`. */
  readonly ownership: ReadonlyMap<string, Ownership>;
  /** Handles (as `ownerKey`) that GitHub knows, that can act, and that may be mentioned where the issue stands. */
  readonly resolved: ReadonlySet<string>;
  /** Those of the responsible team (or the one user) who can act. Only looked at for dangerous feedback. */
  readonly people: readonly Person[];
  /** The login of somebody who has it already and keeps it. */
  readonly assigned: string | null;
};

export type Route = {
  readonly meant: Meant;
  readonly severity: Severity | null;
  /** Whose it is; of several procedures where all have the same owner. Null: nobody's yet. */
  readonly responsible: Responsible | null;
  readonly labels: readonly Label[];
  /** A login. */
  readonly assignee: string | null;
  /** The one handle that the reply speaks to; null: nobody is mentioned. */
  readonly mention: string | null;
  /** The day by which an answer is due. */
  readonly answerBy: string;
};

const NO_OWNERSHIP: Ownership = { declared: null, codeOwners: [] };

/** Who would be responsible, so that their people can be looked up before `routeFeedback`. */
export function responsibleOf(
  { meant, ownership, resolved }: Pick<ToRoute, 'meant' | 'ownership' | 'resolved'>,
  settings: FeedbackSettings,
): Responsible | null {
  const { fallback } = settings.owners;
  if (meant.kind === 'none') return responsibleFor(NO_OWNERSHIP, fallback, resolved);
  const hits: readonly Hit[] = meant.kind === 'one' ? [meant.hit] : meant.hits;
  const each = hits.map(({ procedure }) =>
    responsibleFor(ownership.get(procedureKey(procedure)) ?? NO_OWNERSHIP, fallback, resolved),
  );
  const [first = null] = each;
  const isShared = each.every((one) => one?.handle === first?.handle) && (meant.kind === 'one' || meant.more === 0);
  return isShared ? first : null;
}

/** The route of an issue, as data. The same issue and catalog always give the same route. */
export function routeFeedback(issue: ToRoute, settings: FeedbackSettings): Route {
  const responsible = responsibleOf(issue, settings);
  const { meant, severity, reporter } = issue;
  const isFound = responsible !== null && responsible.by !== 'fallback';
  const isWaiting = meant.kind === 'several' && responsible === null;
  const isPersonal = severity === 'dangerous' && settings.issues.assign === 'person';
  const assignee = isPersonal ? (issue.assigned ?? personToAsk(issue.people, reporter)) : null;
  return {
    meant,
    severity,
    responsible,
    labels: [
      feedbackLabel(settings.labels),
      ...(severity ? [severityLabel(settings.labels, severity)] : []),
      ...(isFound ? [ownerLabel(responsible.handle)] : []),
      ...(isFound || isWaiting ? [] : [needsOwnerLabel(settings.labels)]),
    ],
    assignee,
    mention: assignee === null ? mentionOf(responsible, issue, settings) : null,
    answerBy: addInterval(issue.askedOn, respondIn(severity, settings)),
  };
}

/** Who waits for a choice is not told, but danger is: then the fallback hears of it. */
function mentionOf(responsible: Responsible | null, issue: ToRoute, { owners }: FeedbackSettings): string | null {
  const told =
    responsible ??
    (issue.severity === 'dangerous' ? responsibleFor(NO_OWNERSHIP, owners.fallback, issue.resolved) : null);
  return told && !isReporter(told.handle, issue.reporter) ? told.handle : null;
}

/** ISO 8601. What has no severity is answered like what is wrong, what asks for a machine like an idea. */
export function respondIn(severity: Severity | null, { feedback }: Pick<FeedbackSettings, 'feedback'>): string {
  return feedback.respondIn[severity === 'automate' ? 'idea' : (severity ?? 'wrong')];
}

/**
 * The severity that counts: what the reporter wrote, but a label that somebody set by hand since the app last routed the issue
 * (`routed`) wins until the text changes again.
 */
export function currentSeverity(
  written: Severity | null,
  labelled: Severity | null,
  routed: { readonly written: Severity | null; readonly set: Severity | null } | null,
): Severity | null {
  if (routed === null) return labelled ?? written;
  if (written !== routed.written) return written ?? labelled;
  return labelled ?? routed.set;
}
