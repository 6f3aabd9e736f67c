// flows: what there is to do, as data. A job is a hint, never the truth: a flow reads again what is so when it runs.
import { z } from 'zod';
import { BOX } from '../core/check-box.ts';

z.config({ jitless: true });

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const repository = z
  .object({ installation: z.int().positive(), owner: z.string().min(1), name: z.string().min(1) })
  .readonly();
const pulls = z.array(z.int().positive()).readonly();

/** Judge a commit for all open pull requests whose head it is. `pulls`: numbers that are known to have had it; `closed`: one that had. */
const CHECK_HEAD = z
  .object({ kind: z.literal('check-head'), repository, sha, pulls, closed: z.int().positive().optional() })
  .readonly();

/** Judge a merge group: what it would make of its base. */
const CHECK_MERGE_GROUP = z
  .object({ kind: z.literal('check-merge-group'), repository, sha, baseSha: sha, headRef: z.string() })
  .readonly();

/** Look who has approved a commit, for all open pull requests whose head it is. `pulls`: numbers that are known to have had it. */
const CHECK_APPROVAL = z.object({ kind: z.literal('check-approval'), repository, sha, pulls }).readonly();

/** Somebody asked in a comment to let a pull request pass as it is. `because` null: they gave no reason. */
const OVERRIDE = z
  .object({
    ...{ kind: z.literal('override'), repository, pull: z.int().positive(), comment: z.int().positive() },
    ...{ by: z.string().min(1), isBot: z.boolean(), at: z.string(), because: z.string().nullable() },
  })
  .readonly();

const said = { issue: z.int().positive(), by: z.string().min(1), isBot: z.boolean(), at: z.string() };

/** Somebody wrote commands under an issue or a pull request. `isShort`: without `/steward`, where the text above is to be the app's own. */
const COMMAND = z
  .object({
    ...{ kind: z.literal('command'), repository, ...said, isPull: z.boolean(), comment: z.int().positive() },
    commands: z.array(z.object({ name: z.string(), text: z.string(), isShort: z.boolean() }).readonly()).readonly(),
  })
  .readonly();

/** Somebody ticked boxes in a text of the app's. `textHash`: of that text (`textHash` of core/review). */
const TICK_BOXES = z
  .object({
    ...{ kind: z.literal('tick-boxes'), repository, ...said },
    ...{ boxes: z.array(BOX).readonly(), textHash: z.string() },
  })
  .readonly();

/** A pull request is closed: what was attested in it holds, or does not. */
const END_REVIEWS = z.object({ kind: z.literal('end-reviews'), repository, pull: z.int().positive() }).readonly();

/** A pull request was merged, which may hold an emergency change. `baseSha`: what it was compared with. */
const FOLLOW_EMERGENCY = z
  .object({ kind: z.literal('follow-emergency'), repository, pull: z.int().positive(), sha, baseSha: sha })
  .readonly();

/** Somebody said in a comment on an issue that it was looked at. */
const END_EMERGENCY = z
  .object({
    ...{ kind: z.literal('end-emergency'), repository, issue: z.int().positive(), comment: z.int().positive() },
    by: z.string().min(1),
  })
  .readonly();

/** Something was heard of on which checks may hang: of teams and people (`names`, as keys), or of one repository (`place`). */
const RECHECK_PULLS = z
  .object({
    ...{ kind: z.literal('recheck-pulls'), installation: z.int().positive() },
    ...{ place: repository.nullable(), names: z.array(z.string()).readonly() },
  })
  .readonly();

/** Somebody pressed a button of a check run. */
const PRESS_BUTTON = z
  .object({
    ...{ kind: z.literal('press-button'), repository, sha, pulls },
    ...{ checkRun: z.int().positive(), button: z.string(), presser: z.string().min(1) },
  })
  .readonly();

/** The default branch of a repository may have moved, or what is so of it: bring the catalog to it. */
const INDEX_REPOSITORY = z.object({ kind: z.literal('index-repository'), repository }).readonly();

/** Bring the issues about reviews and orphans of the place `repository` to what the catalog says. */
const REVIEW_ISSUES = z.object({ kind: z.literal('review-issues'), repository }).readonly();
/** Something happened to an issue that the app opened. `isGone`: it was deleted or moved away, which no look at it would tell. */
const FOLLOW_ISSUE = z
  .object({ kind: z.literal('follow-issue'), repository, number: z.int().positive(), isGone: z.boolean() })
  .readonly();

/** What the clock sends for the whole service. */
const SWEEP_DELIVERIES = z.object({ kind: z.literal('sweep-deliveries') }).readonly();
const WATCH_CHECKS = z.object({ kind: z.literal('watch-checks') }).readonly();
const PRUNE = z.object({ kind: z.literal('prune') }).readonly();

/** What the clock sends for every installation (null), and each of them by itself. */
const ofInstallation = { installation: z.int().positive().nullable() };
const RECONCILE_PULLS = z.object({ kind: z.literal('reconcile-pulls'), ...ofInstallation }).readonly();
const SWEEP_TWINS = z.object({ kind: z.literal('sweep-twins'), ...ofInstallation }).readonly();
/** The issues about reviews of each place whose people are at work. */
const START_REVIEWS = z.object({ kind: z.literal('start-reviews'), ...ofInstallation }).readonly();
/** Tell the policy's repository whether the policy is valid. */
const TELL_POLICY = z.object({ kind: z.literal('tell-policy'), ...ofInstallation }).readonly();
/** Say in one issue what the procedures of a repository wait for. */
const SHOW_DASHBOARD = z.object({ kind: z.literal('show-dashboard'), repository }).readonly();
/** Tell the policy's repository how the organisation's procedures are looked after. */
const TELL_REPORT = z.object({ kind: z.literal('tell-report'), ...ofInstallation }).readonly();

/** Tell the change board which of its pre-approvals lapse. */
const TELL_PREAPPROVALS = z.object({ kind: z.literal('tell-preapprovals'), ...ofInstallation }).readonly();

/** Which repositories there are. `isWhole`: each is indexed, moved or not. */
const SYNC_INSTALLATION = z
  .object({ kind: z.literal('sync-installation'), ...ofInstallation, isWhole: z.boolean() })
  .readonly();
/** Where owners stand. `owners`: keys of those that something was heard of; null: all. */
const AUDIT_OWNERS = z
  .object({ kind: z.literal('audit-owners'), ...ofInstallation, owners: z.array(z.string()).readonly().nullable() })
  .readonly();

const issue = z.int().positive();
/** Null: it is feedback; else the labels of an issue that may be, of which only the configuration can tell. */
const labels = z.array(z.string()).readonly().nullable();
/** Bring an issue about a procedure to its owner. */
const ROUTE_FEEDBACK = z.object({ kind: z.literal('route-feedback'), repository, issue }).readonly();
/** The same, where the configuration says so: whether one of the labels is that of feedback, and whether the bot is listened to. */
const NOTICE_FEEDBACK = z
  .object({ kind: z.literal('notice-feedback'), repository, issue, labels, bot: z.string().nullable() })
  .readonly();
/** Something that happened to such an issue; what has happened does not change any more. */
const FACT = z
  .object({
    ...{ id: z.string(), kind: z.enum(['closed', 'reopened', 'commented', 'deleted']), at: z.string() },
    ...{ by: z.string(), isBot: z.boolean() },
  })
  .readonly();
const NOTE_FEEDBACK = z.object({ kind: z.literal('note-feedback'), repository, issue, labels, fact: FACT }).readonly();
/** Somebody said which procedure an issue means: in a comment, or by a box of the app's own comment. */
const CHOOSE_PROCEDURE = z
  .object({
    ...{ kind: z.literal('choose-procedure'), repository, issue, comment: z.int().positive() },
    ...{ how: z.enum(['command', 'box']), named: z.string().min(1), by: z.string().min(1), isBot: z.boolean() },
  })
  .readonly();
/** A pull request was merged: perhaps it settles feedback. */
const SETTLE_FEEDBACK = z
  .object({ kind: z.literal('settle-feedback'), repository, pull: z.int().positive() })
  .readonly();
/** What of the open feedback is due. `people`: logins of whom something was heard; null: whoever is assigned is looked at again. */
const FOLLOW_FEEDBACK = z
  .object({ kind: z.literal('follow-feedback'), ...ofInstallation, people: z.array(z.string()).readonly().nullable() })
  .readonly();

const JOB = z.discriminatedUnion('kind', [
  CHECK_HEAD,
  CHECK_MERGE_GROUP,
  CHECK_APPROVAL,
  OVERRIDE,
  COMMAND,
  TICK_BOXES,
  END_REVIEWS,
  FOLLOW_EMERGENCY,
  END_EMERGENCY,
  RECHECK_PULLS,
  PRESS_BUTTON,
  INDEX_REPOSITORY,
  REVIEW_ISSUES,
  SHOW_DASHBOARD,
  FOLLOW_ISSUE,
  SYNC_INSTALLATION,
  AUDIT_OWNERS,
  SWEEP_DELIVERIES,
  WATCH_CHECKS,
  PRUNE,
  RECONCILE_PULLS,
  SWEEP_TWINS,
  START_REVIEWS,
  TELL_POLICY,
  TELL_PREAPPROVALS,
  TELL_REPORT,
  ROUTE_FEEDBACK,
  NOTICE_FEEDBACK,
  NOTE_FEEDBACK,
  CHOOSE_PROCEDURE,
  SETTLE_FEEDBACK,
  FOLLOW_FEEDBACK,
]);

/** A repository as one installation of the app may see it. */
export type RepositoryRef = z.infer<typeof repository>;
export type CheckHead = z.infer<typeof CHECK_HEAD>;
export type CheckMergeGroup = z.infer<typeof CHECK_MERGE_GROUP>;
export type CheckApproval = z.infer<typeof CHECK_APPROVAL>;
export type OverridePull = z.infer<typeof OVERRIDE>;
export type GiveCommand = z.infer<typeof COMMAND>;
export type TickBoxes = z.infer<typeof TICK_BOXES>;
export type EndReviews = z.infer<typeof END_REVIEWS>;
export type FollowEmergency = z.infer<typeof FOLLOW_EMERGENCY>;
export type EndEmergency = z.infer<typeof END_EMERGENCY>;
export type RecheckPulls = z.infer<typeof RECHECK_PULLS>;
export type PressButton = z.infer<typeof PRESS_BUTTON>;
export type IndexRepository = z.infer<typeof INDEX_REPOSITORY>;
export type ReviewIssues = z.infer<typeof REVIEW_ISSUES>;
export type ShowDashboard = z.infer<typeof SHOW_DASHBOARD>;
export type FollowIssue = z.infer<typeof FOLLOW_ISSUE>;
export type SyncInstallation = z.infer<typeof SYNC_INSTALLATION>;
export type AuditOwners = z.infer<typeof AUDIT_OWNERS>;
export type RouteFeedback = z.infer<typeof ROUTE_FEEDBACK>;
export type NoticeFeedback = z.infer<typeof NOTICE_FEEDBACK>;
export type NoteFeedback = z.infer<typeof NOTE_FEEDBACK>;
export type FeedbackFact = z.infer<typeof FACT>;
export type Hint = Pick<NoteFeedback, 'labels'>;
export type ChooseProcedure = z.infer<typeof CHOOSE_PROCEDURE>;
export type SettleFeedback = z.infer<typeof SETTLE_FEEDBACK>;
export type FollowFeedback = z.infer<typeof FOLLOW_FEEDBACK>;
export type Job = z.infer<typeof JOB>;
/** A job without an installation stands for one of each. */
export type OfEach = Extract<Job, { readonly installation: number | null }>;

/** A job as the queue kept it; null where it is none that this version knows. */
export function readJob(value: unknown): Job | null {
  return JOB.safeParse(value).data ?? null;
}

/** Jobs of one key never run side by side, and the newest of those that wait stands for all. What a person did is done by itself. */
export function keyOf(job: Job, delivery: string | null): string {
  switch (job.kind) {
    case 'check-head':
      return `check ${placeOf(job.repository)} ${headOf(job)}`;
    case 'check-merge-group':
      return `check ${placeOf(job.repository)} ${job.sha}`;
    // Of one commit there is one check: whoever looked last must be the one who writes last.
    case 'check-approval':
      return `approve ${placeOf(job.repository)} ${job.sha}`;
    case 'override':
      return `override ${placeOf(job.repository)} #${job.pull} ${job.comment}`;
    case 'command':
      return `command ${placeOf(job.repository)} #${job.issue} ${job.comment}`;
    case 'tick-boxes':
      return `tick ${placeOf(job.repository)} #${job.issue} ${delivery ?? job.at}`;
    case 'end-reviews':
      return `reviews ${placeOf(job.repository)} #${job.pull}`;
    case 'follow-emergency':
      return `emergency ${placeOf(job.repository)} #${job.pull}`;
    case 'end-emergency':
      return `end-emergency ${placeOf(job.repository)} #${job.issue} ${job.comment}`;
    case 'recheck-pulls':
      return `recheck ${job.place ? placeOf(job.place) : job.installation} ${job.names.join(' ')}`;
    case 'press-button':
      return `press ${placeOf(job.repository)} ${job.sha} ${delivery ?? job.checkRun}`;
    case 'index-repository':
      return `index ${placeOf(job.repository)}`;
    case 'show-dashboard':
      return `dashboard ${placeOf(job.repository)}`;
    case 'review-issues':
      return `reviews ${placeOf(job.repository)}`;
    case 'follow-issue':
      return `issue ${placeOf(job.repository)}#${job.number}${job.isGone ? ' gone' : ''}`;
    case 'sync-installation':
      return `sync ${job.installation ?? 'all'}`;
    case 'audit-owners':
      return `owners ${job.installation ?? 'all'} ${job.owners?.join(' ') ?? 'all'}`;
    case 'sweep-deliveries':
    case 'watch-checks':
    case 'prune':
      return job.kind;
    case 'route-feedback':
      return `feedback ${placeOf(job.repository)} #${job.issue}`;
    case 'notice-feedback':
      return `notice ${placeOf(job.repository)} #${job.issue} ${job.bot ?? ''} ${job.labels?.join(',') ?? ''}`;
    case 'note-feedback':
      return `note ${placeOf(job.repository)} #${job.issue} ${job.fact.kind} ${job.fact.id}`;
    case 'choose-procedure':
      return `choose ${placeOf(job.repository)} #${job.issue} ${job.comment} ${job.named}`;
    case 'settle-feedback':
      return `settle ${placeOf(job.repository)} #${job.pull}`;
    case 'follow-feedback':
      return `${job.kind} ${job.installation ?? 'all'} ${job.people?.join(' ') ?? 'all'}`;
    case 'reconcile-pulls':
    case 'sweep-twins':
    case 'start-reviews':
    case 'tell-policy':
    case 'tell-preapprovals':
    case 'tell-report':
      return `${job.kind} ${job.installation ?? 'all'}`;
  }
}

/**
 * The one pull request that a job is about, else the commit. That one was closed may be told after it was opened again and pushed to: it
 * is by itself, and stands for no newer head.
 */
function headOf({ pulls: [first, ...others], closed, sha }: CheckHead): string {
  if (closed !== undefined) return `#${closed} closed`;
  return first !== undefined && others.length === 0 ? `#${first}` : sha;
}

function placeOf({ installation, owner, name }: RepositoryRef): string {
  return `${installation} ${owner}/${name}`.toLowerCase();
}
