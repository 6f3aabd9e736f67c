// core/review: the text of a wanted issue, and its fingerprint.
import { createHash } from 'node:crypto';
import { withoutTicks } from '../check-box.ts';
import { ownerKey } from '../owner.ts';
import { reviewBody, reviewTitle, withoutMention } from './issue-body.ts';
import type { IssueText } from './issue-plan.ts';
import { type KnownIssue, NEEDS_WORK } from './known-issue.ts';
import { orphanBody, orphanTitle } from './orphan-body.ts';
import type { PlanInput } from './plan-input.ts';
import type { Successor } from './successors.ts';
import type { WantedIssue } from './wanted-issues.ts';

/** What the issue has to say today. `known`: its record, where it is open already. */
export function issueText(wanted: WantedIssue, known: KnownIssue | null, input: PlanInput): IssueText {
  const { title, body } = wanted.kind === 'orphaned' ? orphanText(wanted, input) : reviewText(wanted, known, input);
  return {
    kind: wanted.kind,
    key: wanted.key,
    title,
    body,
    bodyHash: bodyHashOf(title, body),
    owner: wanted.owner,
    listed: wanted.entries.map(({ key, due }) => ({ key, due })),
  };
}

/** The fingerprint of what stands on GitHub: the same as `IssueText.bodyHash` while nobody has done more to it than tick boxes. */
export function textHash(title: string, body: string): string {
  return bodyHashOf(title, withoutMention(withoutTicks(body)));
}

/** `bodyHash` of an issue in which somebody ticked a box since: it is known for what it is, and is written again. */
export function tickedHash(bodyHash: string): string {
  return bodyHash === '' ? '' : `${TICKED}${withoutTicked(bodyHash)}`;
}

/** The hash of what the app wrote last. */
export function withoutTicked(bodyHash: string): string {
  return bodyHash.startsWith(TICKED) ? bodyHash.slice(TICKED.length) : bodyHash;
}

const TICKED = 'ticked ';

/** How a text ends is not kept by everybody who edits it. */
function bodyHashOf(title: string, body: string): string {
  return createHash('sha256').update(`${title}\n${body.trimEnd()}\n`).digest('hex');
}

type TitleAndBody = { readonly title: string; readonly body: string };

function reviewText(wanted: WantedIssue, known: KnownIssue | null, { today }: PlanInput): TitleAndBody {
  const snoozedUntil = known?.snoozedUntil && known.snoozedUntil >= today ? known.snoozedUntil : null;
  const needsWork = known?.told.includes(NEEDS_WORK) ?? false;
  const issue = { ...wanted, snoozedUntil, needsWork, delegatedTo: known?.delegatedTo ?? null };
  return { title: reviewTitle(issue), body: reviewBody(issue) };
}

function orphanText(wanted: WantedIssue, { owners, issues }: PlanInput): TitleAndBody {
  const successors = new Map(
    [...namedByOwner(wanted, issues), ...wanted.entries.flatMap((entry) => entry.successors)].map((one) => [
      ownerKey(one.handle),
      one,
    ]),
  );
  const issue = {
    key: wanted.key,
    gone: wanted.owner,
    state: owners.get(ownerKey(wanted.owner))?.state ?? 'unknown',
    entries: wanted.entries,
    successors: [...successors.values()],
  };
  return { title: orphanTitle(issue), body: orphanBody(issue) };
}

/** Whom those named who said that it is not theirs; they come first. */
function namedByOwner({ entries }: WantedIssue, issues: readonly KnownIssue[]): readonly Successor[] {
  const keys = new Set(entries.flatMap(({ key, formerKeys }) => [key, ...formerKeys]));
  return issues
    .flatMap(({ disowned = [] }) => disowned)
    .flatMap(({ key, team, by }) =>
      team !== null && keys.has(key)
        ? [{ handle: team, kind: 'team', reasons: [`Named by ${by}, who says that it is not theirs.`] } as const]
        : [],
    );
}
