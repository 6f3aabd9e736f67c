// test/core/change: a pull request in a few lines, and the people around it.
import type { Attestation } from '../../../src/core/change/attestation.ts';
import type { Review } from '../../../src/core/change/counting-reviews.ts';
import { type Approving, type Evaluation, evaluate } from '../../../src/core/change/evaluate.ts';
import type { People, Permission } from '../../../src/core/change/people.ts';
import { type RequirementOptions, type Requirements, requirementsOf } from '../../../src/core/change/requirements.ts';
import { judgedLines, requirementLines } from '../../../src/core/change/tree-lines.ts';
import { type Case, type Files, snapshotOf } from '../policy/snapshot-of.ts';

export const CONFIG = '.github/runbook-steward.yml';
export const CODEOWNERS = '.github/CODEOWNERS';
export const A = 'runbooks/a.md';
export const B = 'runbooks/b.md';
export const TODAY = () => '2026-11-23';
export const HEAD = 'a'.repeat(40);
export const OLDER = 'b'.repeat(40);

/** A procedure with these lines of front matter. */
export function page(metadata: string, body = '# A\n\nDo this.\n'): string {
  return `---\ntitle: A\n${metadata}\n---\n${body}`;
}

export const OWNED = page('owner: "@acme/db"\nrisk: low');

/** `approval` with one rule for what is high or critical, a board and a fallback; and what else is given. */
export const RULES =
  'owners: {fallback: "@acme/leads"}\napproval:\n  board: "@acme/cab"\n' +
  '  rules: [{when: {risk: [high, critical]}, from: ["@acme/cab"], count: 1}]\n';

/** Both sides with the configuration of the base; `null` takes a file away. */
export type World = Omit<Case, 'head' | 'base'> & {
  readonly base: Files;
  readonly change: Readonly<Record<string, Files[string] | null>>;
  readonly rules?: string;
};

export function caseOf({ base, change, rules = RULES, ...rest }: World): Case & { readonly base: Files } {
  const before = { [CONFIG]: rules, ...base };
  const head = Object.fromEntries(
    Object.entries({ ...before, ...change }).flatMap(([path, text]) => (text === null ? [] : [[path, text]])),
  );
  return { base: before, head, ...rest };
}

export function requirementsIn(world: World, options: Partial<RequirementOptions> = {}): Requirements {
  return requirementsOf(snapshotOf(caseOf(world)), { today: TODAY, ...options });
}

/** The tree as indented lines; an empty list where nothing is required. */
export function linesIn(world: World, options: Partial<RequirementOptions> = {}): readonly string[] {
  const { tree } = requirementsIn(world, options);
  return tree ? requirementLines(tree).map(({ depth, text }) => '  '.repeat(depth) + text) : [];
}

/** Two in every team, all of whom may write. */
export const PEOPLE: People = peopleOf({
  '@acme/db': ['dan', 'dora'],
  '@acme/net': ['nat', 'nora'],
  '@acme/cab': ['cat', 'carl'],
  '@acme/leads': ['lea', 'leo'],
});

export function peopleOf(
  members: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, Permission>> = {},
): People {
  const all = Object.values(members).flat();
  const permissions = Object.fromEntries(all.map((login): [string, Permission] => [login, 'write']));
  return { permissions: { ...permissions, boss: 'admin', ...more }, members };
}

let second = 0;
/** Somebody's review of the head, later than all before it. */
export function review(login: string | null, more: Partial<Review> = {}): Review {
  second += 1;
  const submittedAt = new Date(Date.UTC(2026, 10, 20) + 1000 * second).toISOString();
  return { login, isBot: false, state: 'APPROVED', commit: HEAD, submittedAt, ...more };
}

/** A pull request by @author without reviews, among `PEOPLE`. */
export function pull(more: Partial<Approving> = {}): Approving {
  return {
    headSha: HEAD,
    author: 'author',
    coAuthors: ['author'],
    isMaterialSince: {},
    reviews: [],
    people: PEOPLE,
    overrides: [],
    ...more,
  };
}

/** How a change stands after these people approved it. */
export function judged(
  world: World,
  approvers: readonly string[] = [],
  more: Partial<Approving> = {},
  options: Partial<RequirementOptions> = {},
): Evaluation {
  return evaluate(requirementsIn(world, options), pull({ reviews: approvers.map((login) => review(login)), ...more }));
}

/** The judged tree as indented lines with their marks. */
export function judgedIn({ tree }: Evaluation): readonly string[] {
  return tree ? judgedLines(tree).map(({ depth, mark, text }) => `${'  '.repeat(depth)}${mark}: ${text}`) : [];
}

export function attestation(of: Partial<Attestation> & Pick<Attestation, 'contentHash'>): Attestation {
  return { path: A, by: '@dan', on: '2026-11-20', nextReviewOn: null, ...of };
}
