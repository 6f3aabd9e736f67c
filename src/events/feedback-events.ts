// events: what happens to issues that may be about a procedure, and to what they wait for.
import { z } from 'zod';
import { tickedBoxes } from '../core/check-box.ts';
import { commandsIn } from '../core/commands.ts';
import { isFeedback } from '../core/feedback/read-feedback.ts';
import { readMarker } from '../core/marker.ts';
import { DEFAULTS } from '../core/policy/config-defaults.ts';
import type { FeedbackFact, Hint, Job, RepositoryRef } from '../flows/job.ts';
import { APP, id, login, type Make, ofRepository } from './shapes.ts';

const ACTOR = z.object({ login, type: z.string().nullish() });
const LABEL = z.object({ name: z.string() });
const ISSUE = z.object({
  number: id,
  body: z.string().nullish(),
  labels: z.array(LABEL).nullish(),
  user: z.object({ type: z.string().nullish() }).nullish().catch(null),
  performed_via_github_app: APP.shape.app.catch(null),
  pull_request: z.unknown().optional(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
});
const HAPPENED = z.object({
  issue: ISSUE,
  label: LABEL.optional().catch(undefined),
  changes: z
    .object({ body: z.object({ from: z.string() }).optional() })
    .optional()
    .catch(undefined),
  sender: ACTOR,
});
const COMMENTED = HAPPENED.extend({
  comment: z.object({
    id,
    body: z.string().nullish(),
    created_at: z.string(),
    user: ACTOR,
    performed_via_github_app: APP.shape.app,
  }),
});
type Happened = z.infer<typeof HAPPENED>;
type Commented = z.infer<typeof COMMENTED>;

const ROUTE = ofRepository((repository, payload, appId) =>
  ofIssue(payload, appId, (told, hint) => routed(repository, told.issue.number, hint, botOf(told))),
);
/** Whoever closes an issue, the app included: another one may hang on it. */
const CLOSED = ofRepository((repository, payload, appId) =>
  ofIssue(payload, appId, (told, hint) => [
    ...noted(repository, told, hint, stateFact(told, 'closed', told.issue.closed_at ?? told.issue.updated_at)),
    ...routed(repository, told.issue.number, hint, null),
  ]),
);
const REOPENED = ofRepository((repository, payload, appId) =>
  ofIssue(payload, appId, (told, hint) => [
    ...noted(repository, told, hint, stateFact(told, 'reopened', told.issue.updated_at)),
    ...routed(repository, told.issue.number, hint, null),
  ]),
);
const LEFT: Make = {
  of: 'installation',
  jobs: (installation, payload) => {
    const { member, membership } = PERSON.safeParse(payload).data ?? {};
    const people = [member?.login, membership?.user.login].flatMap((name) => name?.toLowerCase() ?? []);
    return people.length === 0 ? [] : [{ kind: 'follow-feedback', installation, people }];
  },
};
const PERSON = z.object({
  member: z.object({ login }).optional(),
  membership: z.object({ user: z.object({ login }) }).optional(),
});
const MERGED = z.object({ pull_request: z.object({ number: id, merged: z.boolean().nullish() }) });

export const FEEDBACK_EVENTS = {
  'issues.opened': ROUTE,
  'issues.edited': ROUTE,
  'issues.labeled': ROUTE,
  'issues.unlabeled': ROUTE,
  'issues.assigned': ROUTE,
  'issues.unassigned': ROUTE,
  'issues.unlocked': ROUTE,
  'issues.deleted': ROUTE,
  'issues.transferred': ROUTE,
  'issues.closed': CLOSED,
  'issues.reopened': REOPENED,
  'issue_comment.created': ofRepository((repository, payload, appId) =>
    ofComment(payload, appId, (told, hint) => commented(repository, told, hint, appId)),
  ),
  'issue_comment.edited': ofRepository((repository, payload, appId) =>
    ofComment(payload, appId, (told) => ticked(repository, told, appId)),
  ),
  'issue_comment.deleted': ofRepository((repository, payload, appId) =>
    ofComment(payload, appId, (told, hint) => {
      const { comment, issue } = told;
      const fact = {
        id: `comment ${comment.id}`,
        kind: 'deleted',
        at: issue.updated_at,
        by: '',
        isBot: false,
      } as const;
      return noted(repository, told, hint, fact);
    }),
  ),
  'pull_request.closed': ofRepository((repository, payload) => {
    const pull = MERGED.safeParse(payload).data?.pull_request;
    return pull?.merged ? [{ kind: 'settle-feedback', repository, pull: pull.number }] : [];
  }),
  'membership.removed': LEFT,
  'member.removed': LEFT,
  'organization.member_removed': LEFT,
} as const satisfies Readonly<Record<string, Make>>;

function ofIssue(
  payload: unknown,
  appId: number,
  jobs: (told: Happened, hint: Hint) => readonly Job[],
): readonly Job[] {
  const told = HAPPENED.safeParse(payload).data;
  const hint = told && hintOf(told, appId);
  return told && hint ? jobs(told, hint) : [];
}

function ofComment(
  payload: unknown,
  appId: number,
  jobs: (told: Commented, hint: Hint) => readonly Job[],
): readonly Job[] {
  const told = COMMENTED.safeParse(payload).data;
  const hint = told && hintOf(told, appId);
  return told && hint ? jobs(told, hint) : [];
}

/** The app's own issues about something else, whatever their labels are: only what it opened for feedback is feedback. */
function isOfReviews({ user, body, performed_via_github_app: via }: Happened['issue'], appId: number): boolean {
  const kind = user?.type === 'Bot' && via?.id === appId ? readMarker(body ?? '')?.kind : undefined;
  return kind !== undefined && !kind.startsWith('feedback');
}

/**
 * Null: the issue is none of ours. Made with the form, or with the label as it is named by default, it is feedback; of any other label only
 * the configuration can tell.
 */
function hintOf({ issue, label, changes }: Happened, appId: number): Hint | null {
  if (issue.pull_request || isOfReviews(issue, appId)) return null;
  const labels = [...(issue.labels ?? []), ...(label ? [label] : [])].map(({ name }) => name);
  const bodies = [issue.body ?? '', changes?.body?.from ?? ''];
  const isSure = bodies.some((body) => isFeedback({ labels, body }, DEFAULTS.labels.feedback));
  if (isSure) return { labels: null };
  return labels.length > 0 ? { labels: [...new Set(labels)].sort() } : null;
}

/** Whether a bot is listened to, the configuration says: its job never stands for one that a person's deed made. */
function routed(repository: RepositoryRef, number: number, { labels }: Hint, bot: string | null): readonly Job[] {
  if (bot === null && labels === null) return [{ kind: 'route-feedback', repository, issue: number }];
  return [{ kind: 'notice-feedback', repository, issue: number, labels, bot }];
}

function noted(repository: RepositoryRef, { issue }: Happened, { labels }: Hint, fact: FeedbackFact): readonly Job[] {
  return [{ kind: 'note-feedback', repository, issue: issue.number, labels, fact }];
}

function botOf({ sender }: Happened): string | null {
  return sender.type === 'Bot' ? sender.login : null;
}

function stateFact({ sender }: Happened, kind: 'closed' | 'reopened', at: string): FeedbackFact {
  return { id: `${kind} ${at}`, kind, at, by: sender.login, isBot: sender.type === 'Bot' };
}

function commented(repository: RepositoryRef, told: Commented, hint: Hint, appId: number): readonly Job[] {
  const { issue, comment } = told;
  // What the app itself writes is no answer, and never a command to it.
  if (comment.performed_via_github_app?.id === appId) return [];
  const isBot = comment.user.type === 'Bot' || Boolean(comment.performed_via_github_app);
  const by = { by: comment.user.login, isBot };
  const fact = { id: `comment ${comment.id}`, kind: 'commented', at: comment.created_at, ...by } as const;
  const command = commandsIn(comment.body ?? '').find(({ name }) => name === 'procedure');
  const chosen: readonly Job[] =
    command && command.text !== ''
      ? [
          {
            ...{ kind: 'choose-procedure', repository, issue: issue.number, comment: comment.id },
            ...{ how: 'command', named: command.text, ...by },
          },
        ]
      : [];
  return [...noted(repository, told, hint, fact), ...chosen];
}

/** A box in the app's own comment. Whether the app wrote the box, only what it kept of its words can tell. */
function ticked(repository: RepositoryRef, told: Commented, appId: number): readonly Job[] {
  const { issue, comment, changes, sender } = told;
  if (comment.performed_via_github_app?.id !== appId || sender.type === 'Bot') return [];
  const body = comment.body ?? '';
  const box = tickedBoxes(body, changes?.body?.from ?? body, body).find((one) => one.do === 'procedure');
  if (box?.do !== 'procedure') return [];
  return [
    {
      ...{ kind: 'choose-procedure', repository, issue: issue.number, comment: comment.id },
      ...{ how: 'box', named: box.key, by: sender.login, isBot: false },
    },
  ];
}
