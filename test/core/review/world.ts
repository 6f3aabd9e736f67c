// test: procedures, owners and issues as plain data, and a place that carries plans out.
import { ownerKey } from '../../../src/core/owner.ts';
import { addDays } from '../../../src/core/review/days.ts';
import type { ReviewEntry } from '../../../src/core/review/entry.ts';
import type { IssuePlan, IssueText } from '../../../src/core/review/issue-plan.ts';
import type { KnownIssue } from '../../../src/core/review/known-issue.ts';
import type { OwnerFacts } from '../../../src/core/review/owner-facts.ts';
import { planIssues } from '../../../src/core/review/plan.ts';
import type { PlanInput, PlanSettings } from '../../../src/core/review/plan-input.ts';

export const TODAY = '2026-11-23'; // A Monday.

export const SETTINGS: PlanSettings = {
  owners: { fallback: '@acme/ops-leads' },
  review: {
    escalateAfter: { critical: 'P3D', high: 'P7D', default: 'P30D' },
    openOn: { days: [1, 2, 3, 4], fromHour: 9, toHour: 16 },
  },
  issues: { assign: 'person', perOwnerWeekly: 2, perRun: 5, perDay: 20 },
  labels: { review: 'procedure/review', orphaned: 'procedure/orphaned' },
};

/** A procedure of @acme/sre with medium risk that was due on 2026-11-01; `due` moves the planned day with it. */
export function entry(path: string, more: Partial<ReviewEntry> = {}): ReviewEntry {
  const due = more.due === undefined ? '2026-11-01' : more.due;
  return {
    key: path,
    formerKeys: [],
    repository: 'acme/ops',
    path,
    title: `How to ${path.replace(/^.*\/|\.md$/g, '')}`,
    url: `https://github.com/acme/ops/blob/main/${path}`,
    owner: '@acme/sre',
    risk: null,
    last: due === null ? null : '2025-11-01',
    planned: due,
    interval: 'P12M',
    approvers: [],
    contentHash: 'b'.repeat(64),
    attested: null,
    compareUrl: null,
    feedback: { open: 0, dangerous: 0 },
    checks: [],
    pendingPull: null,
    isNameable: true,
    successors: [],
    ...more,
    due,
  };
}

export function owner(handle: string, more: Partial<OwnerFacts> = {}): OwnerFacts {
  return { handle, kind: handle.includes('/') ? 'team' : 'user', state: 'alive', members: [], ...more };
}

export const MEMBERS = [
  { login: 'ana', canAct: true, isBusy: false, open: 2 },
  { login: 'ben', canAct: true, isBusy: false, open: 0 },
  { login: 'cleo', canAct: true, isBusy: true, open: 0 },
  { login: 'dan', canAct: false, isBusy: false, open: 0 },
];

export const OWNERS = [
  owner('@acme/sre', { members: MEMBERS }),
  owner('@acme/database'),
  owner('@acme/cab'),
  owner('@acme/ops-leads'),
  owner('@ana'),
];

export function input(
  more: Partial<Omit<PlanInput, 'owners'>> & { readonly owners?: readonly OwnerFacts[] } = {},
): PlanInput {
  const owners = [...OWNERS, ...(more.owners ?? [])];
  return {
    entries: [],
    issues: [],
    settings: SETTINGS,
    today: TODAY,
    hour: 10,
    used: { perOwnerWeekly: new Map(), perDay: 0, perRun: 0 },
    ...more,
    owners: new Map(owners.map((one) => [ownerKey(one.handle), one])),
  };
}

/** A place with issues, as GitHub and the app's record would have them. */
export class Place {
  readonly issues = new Map<number, KnownIssue>();
  readonly bodies = new Map<number, string>();
  readonly comments: { readonly number: number; readonly body: string; readonly on: string }[] = [];
  readonly opened: { readonly on: string; readonly owner: string; readonly number: number }[] = [];
  writes = 0;

  /** Plans, carries it out, and gives what was done. `used` is worked out from what was opened. */
  run(given: Omit<PlanInput, 'issues' | 'used'>): IssuePlan {
    const plan = planIssues({ ...given, issues: [...this.issues.values()], used: this.used(given.today) });
    this.apply(plan, given.today, given.settings.owners.fallback);
    return plan;
  }

  used(today: string): PlanInput['used'] {
    const monday = addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
    const week = this.opened.filter(({ on }) => on >= monday);
    const perOwnerWeekly = new Map([...Map.groupBy(week, ({ owner }) => owner)].map(([who, all]) => [who, all.length]));
    const ofDay = this.opened.filter(({ on }) => on === today).length;
    return { perOwnerWeekly, perDay: ofDay, perRun: ofDay };
  }

  apply(plan: IssuePlan, today: string, fallback: string | null): void {
    for (const text of plan.create) {
      const number = this.issues.size + 1;
      this.save(number, { ...NEW, number, openedOn: today }, text);
      const owner = text.kind === 'orphaned' ? (fallback ?? text.owner) : text.owner;
      this.opened.push({ on: today, owner: ownerKey(owner ?? ''), number });
    }
    for (const text of plan.update) this.save(text.number, this.issue(text.number), text);
    for (const { number, as } of plan.close)
      this.change(number, { state: 'closed', closed: { by: 'app', as, on: today } });
    for (const { number, as } of plan.reopen)
      this.change(number, { state: 'open', openedOn: today, told: [...this.issue(number).told, as] });
    for (const { number, as, body } of plan.comment) {
      this.change(number, { told: [...this.issue(number).told, as] });
      this.comments.push({ number, body, on: today });
    }
    const { create, update, close, reopen, comment } = plan;
    this.writes += create.length + update.length + close.length + reopen.length + comment.length;
  }

  issue(number: number): KnownIssue {
    const issue = this.issues.get(number);
    if (!issue) throw new Error(`there is no issue ${number}`);
    return issue;
  }

  change(number: number, more: Partial<KnownIssue>): void {
    this.issues.set(number, { ...this.issue(number), ...more });
  }

  closeByHand(number: number, as: 'completed' | 'not-planned', on: string): void {
    this.change(number, { state: 'closed', closed: { by: 'person', as, on } });
  }

  private save(number: number, issue: KnownIssue, { kind, key, bodyHash, owner, listed, body }: IssueText): void {
    this.issues.set(number, { ...issue, kind, key, bodyHash, owner, listed });
    this.bodies.set(number, body);
  }
}

const NEW: KnownIssue = {
  kind: 'review',
  key: '',
  number: 0,
  state: 'open',
  openedOn: TODAY,
  bodyHash: '',
  owner: null,
  listed: [],
  told: [],
  snoozedUntil: null,
  delegatedTo: null,
  isLocked: false,
};
