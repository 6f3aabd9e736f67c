// events: what happens to issues, and what people write under them and under pull requests → commands.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { EMERGENCY } from '../core/change/emergency.ts';
import { tickedBoxes } from '../core/check-box.ts';
import { COMMAND_NAMES } from '../core/command/asked.ts';
import { commandsIn, reasonOf } from '../core/commands.ts';
import { readMarker } from '../core/marker.ts';
import { textHash } from '../core/review/issue-text.ts';
import type { Job, RepositoryRef } from '../flows/job.ts';
import { APP, id, type JobsOf, login, type Make, ofRepository } from './shapes.ts';

const WRITER = z.object({ login, type: z.string().nullish() });
/** An issue or a pull request, with the app that wrote it. */
const ISSUE = z.object({
  number: id,
  title: z.string().default(''),
  body: z.string().nullish(),
  user: z.object({ login: z.string().optional(), type: z.string().nullish() }).nullish(),
  pull_request: z.unknown().optional(),
  performed_via_github_app: APP.shape.app,
});
const COMMENTED = z.object({
  issue: ISSUE,
  comment: z.object({
    id,
    body: z.string().nullish(),
    created_at: z.string(),
    user: WRITER,
    performed_via_github_app: APP.shape.app,
  }),
});
const EDITED = z.object({
  issue: ISSUE.extend({ updated_at: z.string().default('') }),
  changes: z.object({ body: z.object({ from: z.string() }) }),
  sender: WRITER,
});

const SHORT: ReadonlySet<string> = new Set(COMMAND_NAMES);
/** Of one comment. */
const MOST_COMMANDS = 20;
/** What others do: the override has a job of its own, and the rest is about feedback. */
const OF_OTHERS = new Set(['override', 'procedure']);

const HAPPENED = z.object({ issue: ISSUE, sender: WRITER });

/** An issue of the app's own that somebody else has done something to. What the app did itself it knows. */
type Following = { readonly isGone?: boolean; readonly isOfPeople?: boolean };

function follow({ isGone = false, isOfPeople = false }: Following = {}): JobsOf {
  return (repository, payload, appId) => {
    const told = HAPPENED.safeParse(payload).data;
    if (!told || told.issue.pull_request || told.issue.performed_via_github_app?.id !== appId) return [];
    const { issue, sender } = told;
    if (issue.user?.login === sender.login || (isOfPeople && sender.type === 'Bot')) return [];
    return [{ kind: 'follow-issue', repository, number: issue.number, isGone }];
  };
}

const FOLLOW = ofRepository(follow());
const GONE = ofRepository(follow({ isGone: true }));
// A bot that changes every text would change ours again, and we its, without end.
const followEdit = follow({ isOfPeople: true });

/** Nothing hangs on labels: the record says which issue is which. */
export const ISSUE_EVENTS = {
  'issues.closed': FOLLOW,
  'issues.reopened': FOLLOW,
  'issues.edited': ofRepository((repository, payload, appId) => [
    ...ticksIn(repository, payload, appId),
    ...followEdit(repository, payload, appId),
  ]),
  'issues.locked': FOLLOW,
  'issues.unlocked': FOLLOW,
  'issues.assigned': FOLLOW,
  'issues.unassigned': FOLLOW,
  'issues.deleted': GONE,
  'issues.transferred': GONE,
  'issue_comment.created': ofRepository((repository, payload, appId) => {
    const told = COMMENTED.safeParse(payload).data;
    // What the app itself writes is never a command to it.
    if (!told || told.comment.performed_via_github_app?.id === appId) return [];
    return [...overridesIn(repository, told), ...asked(repository, told, appId)];
  }),
} as const satisfies Readonly<Record<string, Make>>;

/** A tick is an edit by whoever ticks. */
function ticksIn(repository: RepositoryRef, payload: unknown, appId: number): readonly Job[] {
  const told = EDITED.safeParse(payload).data;
  if (!told || told.sender.type === 'Bot' || !isOurs(told.issue, appId)) return [];
  const { issue, changes, sender } = told;
  const before = changes.body.from;
  const boxes = tickedBoxes(before, before, issue.body ?? '');
  if (boxes.length === 0) return [];
  const by = { by: sender.login, isBot: false, at: issue.updated_at };
  return [
    { kind: 'tick-boxes', repository, issue: issue.number, ...by, boxes, textHash: textHash(issue.title, before) },
  ];
}

type Commented = z.infer<typeof COMMENTED>;

function overridesIn(repository: RepositoryRef, { issue, comment }: Commented): readonly Job[] {
  const command = issue.pull_request ? commandsIn(comment.body ?? '').find(({ name }) => name === 'override') : null;
  if (!command) return [];
  const who = { by: comment.user.login, isBot: isBot(comment), at: comment.created_at, because: reasonOf(command) };
  return [{ kind: 'override', repository, pull: issue.number, comment: comment.id, ...who }];
}

function commandsOf(repository: RepositoryRef, { issue, comment }: Commented, appId: number): readonly Job[] {
  const body = comment.body ?? '';
  const long = commandsIn(body);
  const all = isOurs(issue, appId) ? commandsIn(body, SHORT) : long;
  const commands = all
    .filter(({ name }) => !OF_OTHERS.has(name))
    .slice(0, MOST_COMMANDS)
    .map((command) => ({ ...command, isShort: !long.some((one) => isDeepStrictEqual(one, command)) }));
  if (commands.length === 0) return [];
  const who = { by: comment.user.login, isBot: isBot(comment), at: comment.created_at };
  const place = { issue: issue.number, isPull: Boolean(issue.pull_request), comment: comment.id };
  return [{ kind: 'command', repository, ...place, ...who, commands }];
}

function isBot({ user, performed_via_github_app: via }: Commented['comment']): boolean {
  return user.type === 'Bot' || Boolean(via);
}

/** Whether the text above is the app's own: anybody can write a marker. */
function isOurs(issue: z.infer<typeof ISSUE>, appId: number): boolean {
  return ownKind(issue, appId) !== null;
}

function ownKind({ user, body, performed_via_github_app: via }: z.infer<typeof ISSUE>, appId: number): string | null {
  return user?.type === 'Bot' && via?.id === appId ? (readMarker(body ?? '')?.kind ?? null) : null;
}

/** What looks back at an emergency change knows one command only, and needs no `command`. */
function asked(repository: RepositoryRef, told: Commented, appId: number): readonly Job[] {
  const { issue, comment } = told;
  if (ownKind(issue, appId) !== EMERGENCY) return commandsOf(repository, told, appId);
  const isReviewed = !isBot(comment) && commandsIn(comment.body ?? '', SHORT).some(({ name }) => name === 'reviewed');
  if (!isReviewed) return [];
  return [{ kind: 'end-emergency', repository, issue: issue.number, comment: comment.id, by: comment.user.login }];
}
