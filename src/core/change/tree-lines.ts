// core/change: a tree of requirements, one plain line a node.
import { firstOf } from '../policy/first-of.ts';
import type { Judged } from './evaluate.ts';
import { approverName, type Requirement } from './requirement.ts';

/** A node as a line. `mark` null: it was not judged. `text` may hold text of theirs and is escaped by who shows it. */
export type TreeLine = {
  readonly depth: number;
  readonly mark: 'met' | 'missing' | 'impossible' | null;
  readonly text: string;
};

/** The lines of a tree that nobody has judged yet. */
export function requirementLines(tree: Requirement, depth = 0): readonly TreeLine[] {
  const below = 'of' in tree ? tree.of.flatMap((one) => requirementLines(one, depth + 1)) : [];
  return [{ depth, mark: null, text: `${headOf(tree)}${'of' in tree ? '' : '.'}` }, ...below];
}

/** The lines of a judged tree: who has approved, who can, what is in the way. */
export function judgedLines(tree: Judged, depth = 0): readonly TreeLine[] {
  const { requirement, isMet, isPossible } = tree;
  const mark = isMet ? 'met' : isPossible ? 'missing' : 'impossible';
  const line = { depth, mark, text: `${headOf(requirement)}${stateOf(tree)}` } as const;
  return [line, ...tree.of.flatMap((one) => judgedLines(one, depth + 1))];
}

function headOf(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'all':
    case 'any':
      return `${capital(requirement.why)}${HOW_MANY[requirement.kind](requirement.of.length)}:`;
    case 'approvals':
      return `${requirement.count} of ${requirement.from.map(approverName).join(', ')}: ${requirement.why}`;
    case 'attested':
    case 'fact':
      return capital(requirement.why);
  }
}

const HOW_MANY = {
  all: (count: number) => (count > 1 ? ', all of this' : ''),
  any: (count: number) => (count > 1 ? ', one of this' : ''),
} as const;

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function stateOf({ requirement, isMet, isPossible, has, can, obstacle }: Judged): string {
  if ('of' in requirement) return '';
  if (requirement.kind !== 'approvals') return obstacle === null ? '.' : `; ${obstacle}.`;
  if (isMet) return `. Approved by ${at(has)}.`;
  const so = `. ${has.length} of ${requirement.count}${has.length > 0 ? ` (${at(has)})` : ''}`;
  return isPossible ? `${so}; ${at(can)} can.` : `${so}; ${obstacle}.`;
}

function at(logins: readonly string[]): string {
  return firstOf(logins.map((login) => `@${login}`));
}
