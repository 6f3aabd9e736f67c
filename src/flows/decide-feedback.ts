// flows: all that is known of an issue → what is to be written on it.
import { todayIn } from '../core/calendar-date.ts';
import { inOrder } from '../core/feedback/events.ts';
import type { Meant } from '../core/feedback/find-meant.ts';
import { type KnownProcedure, procedureKey } from '../core/feedback/known-procedure.ts';
import { labelledSeverity } from '../core/feedback/labels.ts';
import { type FeedbackPlan, type FeedbackRecord, planFeedback, withoutWords } from '../core/feedback/plan.ts';
import { mayReply, type Reply } from '../core/feedback/quiet.ts';
import { readFeedback } from '../core/feedback/read-feedback.ts';
import { withoutMention } from '../core/feedback/reply.ts';
import type { Responsible } from '../core/feedback/responsible.ts';
import { currentSeverity, responsibleOf } from '../core/feedback/route.ts';
import type { Severity } from '../core/feedback/severity.ts';
import { ownerKey } from '../core/owner.ts';
import type { IssueNow } from '../github/issues.ts';
import { fileLink, issueLink } from '../github/web-links.ts';
import { type FeedbackAt, type FeedbackRead, repliesWithin } from '../store/feedback.ts';
import { readEvents } from '../store/feedback-events.ts';
import { issuePlace } from '../store/issues.ts';
import type { Owned } from '../store/known-procedures.ts';
import type { RepositoryKept } from '../store/repositories.ts';
import { type FeedbackCatalog, ownedOf, repositoryOf } from './feedback-catalog.ts';
import { type BroughtBack, bringBack } from './feedback-history.ts';
import type { Home } from './feedback-home.ts';
import { proceduresOf } from './feedback-meant.ts';
import { ownersFor, peopleOf } from './feedback-owners.ts';
import type { On } from './feedback-writes.ts';
import { linkFeedback } from './link-feedback.ts';
import type { Tools } from './tools.ts';

/** An issue as it stands now, and what was kept of it. */
export type Filed = {
  readonly home: Home;
  readonly on: On;
  readonly issue: IssueNow;
  readonly kept: FeedbackRead | null;
  readonly reporter: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** What it means. `one`: the procedure, where it is a single one. */
export type Found = {
  readonly catalog: FeedbackCatalog;
  readonly meant: Meant;
  readonly one: { readonly procedure: KnownProcedure; readonly place: RepositoryKept } | null;
};

export type Decided = {
  readonly plan: FeedbackPlan;
  readonly linked: FeedbackAt | null;
  /** The app's reply that stands there. */
  readonly comment: number | null;
  /** Of the single procedure. */
  readonly owned: Owned | null;
};

const HOUR_MS = 3_600_000;

/** An issue in the procedure's own repository is opened on the way, where there has to be one: the reply tells of it. */
export async function decideFeedback(tools: Tools, filed: Filed, found: Found): Promise<Decided> {
  const { home, on, issue, kept, reporter } = filed;
  const { catalog, meant, one } = found;
  const { settings } = home;
  const owned = await ownedOf(tools.store, catalog, meant.kind === 'none' ? [] : proceduresOf(meant));
  const owners = await ownersFor(tools, { home, catalog, meant, owned });
  const responsible = responsibleOf({ meant, ...owners }, settings);
  const back = kept === null ? await bringBack(tools, on, issue, { home: home.name, now: filed.now }) : null;
  const openedOn = await openedOnOf(tools, filed);
  const record = kept?.written.record ?? (back && recordOf(back, { responsible, openedOn, filed }));
  const severity = severityOf(filed, record);
  const replies = await repliesOf(tools, filed, catalog);
  const procedure = one && procedureKey(one.procedure);
  const isHeard = record?.reply != null || mayReply(replies, { reporter, procedure, at: filed.now });
  const isLinking = kept?.linked == null && one !== null && isHeard;
  const linked = isLinking
    ? await linkFeedback(tools, { home, on, issue, ...one, severity, responsible })
    : (kept?.linked ?? null);
  const isPersonal = severity === 'dangerous' && settings.issues.assign === 'person';
  const people = isPersonal && responsible ? await peopleOf(tools, responsible, { home, number: on.number, kept }) : [];
  const wanted = planFeedback(
    {
      ...{ meant, severity: readFeedback(issue.body).severity, reporter, openedOn, ...owners, people, replies, record },
      ...{ labels: issue.labels, assignees: issue.assignees },
    },
    {
      repository: home.name,
      urls: urlsOf(tools, catalog, proceduresOf(meant)),
      linkedUrl: linked && (await linkOf(tools, home, linked)),
    },
    settings,
    { today: tools.clock(settings.review.timeZone), at: filed.now },
  );
  const plan = issue.isLocked ? withoutWords(wanted, record) : wanted;
  const comment = kept?.written.comment ?? back?.comment ?? null;
  return { plan, linked, comment, owned: (procedure && owned.get(procedure)) || null };
}

/** The severity that counts on an issue. */
export function severityOf({ issue, home }: Filed, record: FeedbackRecord | null): Severity | null {
  const labelled = labelledSeverity(issue.labels, home.settings.labels);
  return currentSeverity(readFeedback(issue.body).severity, labelled, record);
}

type Told = { readonly responsible: Responsible | null; readonly openedOn: string; readonly filed: Filed };

/** What must have been so when a reply was written that the store has lost: nobody is told a second time. */
function recordOf({ text }: BroughtBack, { responsible, openedOn, filed }: Told): FeedbackRecord {
  const severity = severityOf(filed, null);
  return {
    ...{ owner: responsible?.handle ?? null, askedOn: openedOn, assigned: null, reply: withoutMention(text) },
    ...{ written: readFeedback(filed.issue.body).severity, set: severity },
    told: responsible ? [ownerKey(responsible.handle)] : [],
  };
}

/** The day on which it was opened, or last opened again. */
async function openedOnOf({ store }: Tools, { home, on, issue }: Filed): Promise<string> {
  const events = inOrder(await readEvents(store, { repository: home.id, number: on.number }));
  const reopened = events.findLast(({ kind }) => kind === 'reopened');
  return todayIn(home.settings.review.timeZone, reopened?.at ?? Date.parse(issue.createdAt));
}

async function repliesOf({ store }: Tools, { home, on }: Filed, catalog: FeedbackCatalog): Promise<readonly Reply[]> {
  const but = { repository: home.id, number: on.number };
  const replied = await repliesWithin(store, home.ref.installation, { withinMs: HOUR_MS, but });
  const names = new Map([...catalog.repositories.values()].map(({ id, owner, name }) => [id, `${owner}/${name}`]));
  return replied.map(({ reporter, about, at }) => ({
    ...{ reporter, at },
    procedure: about && procedureKey({ repository: names.get(about.repository) ?? '', path: about.path }),
  }));
}

/** The pages of procedures, by `procedureKey`. */
function urlsOf(
  { webUrl }: Tools,
  catalog: FeedbackCatalog,
  procedures: readonly KnownProcedure[],
): ReadonlyMap<string, string> {
  return new Map(
    procedures.flatMap((procedure) => {
      const repository = repositoryOf(catalog, procedure);
      const branch = repository?.defaultBranch;
      return repository && branch
        ? [[procedureKey(procedure), fileLink({ webUrl, repository, branch }, procedure.path)] as const]
        : [];
    }),
  );
}

async function linkOf(
  { store, webUrl }: Tools,
  home: Home,
  { repository, number }: FeedbackAt,
): Promise<string | null> {
  const place = await issuePlace(store, home.ref.installation, { id: repository });
  return place && issueLink({ webUrl, repository: place }, number);
}
