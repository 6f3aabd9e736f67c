// store: the issues about reviews and orphans, with all that the plan has to remember of each.
import { z } from 'zod';
import type { KnownIssue } from '../core/review/known-issue.ts';
import type { Successor } from '../core/review/successors.ts';
import { type IssueRead, issueAt, issuesIn, saveIssue } from './issues.ts';
import type { Store } from './store.ts';

z.config({ jitless: true });

/** An issue as the plan knows it, and what only those who act on it need. */
export type ReviewIssue = KnownIssue & {
  /** The number of the repository that it is in. */
  readonly repository: number;
  readonly installation: number;
  /** How often it was snoozed by command since it was opened; a later issue begins anew. */
  readonly snoozes: number;
  /** Logins. */
  readonly assignees: readonly string[];
  /** The content hash of each procedure that it lists, by key: by it one that was moved is known again. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The proposals that an orphan issue shows: they stay while it lists the same procedures. */
  readonly successors: readonly Successor[];
};

/** Which one. */
export type ReviewIssueAt = Pick<ReviewIssue, 'repository' | 'number'>;

/** What may change of one. */
export type ReviewIssueChange = Partial<Omit<ReviewIssue, 'repository' | 'installation' | 'number' | 'kind'>>;

export const REVIEW_KINDS = ['review', 'orphaned'] as const satisfies readonly KnownIssue['kind'][];

type Db = Pick<Store, 'db'>;

/** All in one repository, open, closed and gone, the first opened first. */
export async function readReviewIssues(store: Db, repository: number): Promise<readonly ReviewIssue[]> {
  return (await issuesIn(store, repository, REVIEW_KINDS)).flatMap((row) => toReviewIssue(row) ?? []);
}

/** The one with this number; null where it is none of these. */
export async function reviewIssueAt(store: Db, at: ReviewIssueAt): Promise<ReviewIssue | null> {
  const row = await issueAt(store, at);
  return row && toReviewIssue(row);
}

/** Writes down a new one, or all of a known one. */
export async function saveReviewIssue(store: Db, issue: ReviewIssue): Promise<void> {
  const { repository, installation, number, kind, key, state, bodyHash, ...more } = issue;
  const data = { ...more, isGone: state === 'gone' };
  await saveIssue(store, {
    ...{ repository, installation, number, kind, key, isOpen: state === 'open', bodyHash },
    data: { ...data, closed: state === 'closed' ? (more.closed ?? null) : null },
  });
}

/** Changes what is kept of a known one, and leaves alone what somebody else changes at the same time. Null: it is not known. */
export async function changeReviewIssue(
  { db }: Db,
  at: ReviewIssueAt,
  change: ReviewIssueChange | ((now: ReviewIssue) => ReviewIssueChange),
): Promise<ReviewIssue | null> {
  return db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('issues')
      .select('number')
      .where((eb) => eb.and({ repository_id: at.repository, number: at.number }))
      .forUpdate()
      .executeTakeFirst();
    const now = await reviewIssueAt({ db: trx }, at);
    if (now === null) return null;
    const next = { ...now, ...(typeof change === 'function' ? change(now) : change) };
    await saveReviewIssue({ db: trx }, next);
    return next;
  });
}

const DAY = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const SUCCESSOR = z.object({ handle: z.string(), kind: z.enum(['team', 'user']), reasons: z.array(z.string()) });
const DISOWNED = z.object({
  ...{ key: z.string(), owner: z.string(), by: z.string(), on: DAY, team: z.string().nullable() },
});
/** What is found again on GitHub after the database was lost has nothing of this. */
const DATA = z.object({
  openedOn: DAY.nullable().default(null),
  isGone: z.boolean().default(false),
  closed: z
    .object({ by: z.enum(['app', 'person']), as: z.enum(['completed', 'not-planned']), on: DAY })
    .nullable()
    .default(null),
  owner: z.string().nullable().default(null),
  listed: z.array(z.object({ key: z.string(), due: DAY.nullable() })).default([]),
  told: z.array(z.string()).default([]),
  snoozedUntil: DAY.nullable().default(null),
  snoozes: z.int().default(0),
  delegatedTo: z.string().nullable().default(null),
  disowned: z.array(DISOWNED).default([]),
  isLocked: z.boolean().default(false),
  assignees: z.array(z.string()).default([]),
  hashes: z.record(z.string(), z.string()).default({}),
  successors: z.array(SUCCESSOR).default([]),
});

function toReviewIssue(row: IssueRead): ReviewIssue | null {
  const kind = REVIEW_KINDS.find((one) => one === row.kind);
  if (!kind) return null;
  const { isGone, closed, openedOn, ...data } = DATA.parse(row.data);
  const { repository, installation, number, key, bodyHash, isOpen } = row;
  const state = isGone ? 'gone' : isOpen ? 'open' : 'closed';
  return {
    ...{ repository, installation, number, kind, key, state, ...data },
    ...(state === 'closed' && closed ? { closed } : {}),
    bodyHash: bodyHash ?? '',
    openedOn: openedOn ?? row.openedAt.toISOString().slice(0, 10),
  };
}
