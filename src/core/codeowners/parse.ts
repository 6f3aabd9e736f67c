// core/codeowners: the text of a CODEOWNERS file → rules, and what is wrong with it.
import { FILE_START } from '../position.ts';
import { isBot, parseCodeOwner } from './code-owner.ts';
import type { CodeOwner, Codeowners, CodeownersProblem, CodeownersRule } from './codeowners.ts';
import { costOf, hasBareBracket, type Pattern, parsePattern } from './pattern.ts';
import {
  botWording,
  bracketWording,
  hashWording,
  moreWording,
  ownerWording,
  patternWording,
  tooCostlyWording,
  tooLargeWording,
  type Wording,
} from './problems.ts';
import { type LineWords, readLine, type Word } from './read-line.ts';

/** GitHub does not load a larger file ("About code owners", file size). */
export const MAX_CODEOWNERS_BYTES = 3 * 1024 * 1024;

/** How many name patterns may have to be tried one after the other; what the time of every look-up is bounded by. */
export const MAX_COSTLY_NAMES = 1000;

/** Problems listed one by one; the rest is counted. */
const MAX_PROBLEMS = 1000;

const NO_OWNERS: readonly CodeOwner[] = [];

/**
 * Reads a CODEOWNERS file as GitHub does ("About code owners"): a line with an invalid pattern or owner is skipped and reported
 * where the word stands, every other line is a rule. Over 3 MB there are no rules. Columns count from the start of the text as
 * read, a byte order mark included. Never throws.
 */
export function parseCodeowners(path: string, text: string): Codeowners {
  // A UTF-16 unit is at most three bytes of UTF-8, so most files need no counting.
  const bytes = text.length * 3 > MAX_CODEOWNERS_BYTES ? Buffer.byteLength(text) : 0;
  if (bytes > MAX_CODEOWNERS_BYTES) return notLoaded(path, tooLargeWording(bytes));

  const rules: CodeownersRule[] = [];
  const problems = problemList();
  const costly = new Map<string, number>();
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const firstColumn = start + 1;
  for (let line = 1; start <= text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const words = readLine(text.slice(start, text[end - 1] === '\r' ? end - 1 : end));
    if (words) {
      const at = { line, column: line === 1 ? firstColumn : 1, problems };
      const pattern = readPattern(words, at);
      const owners = pattern && readOwners(words, at);
      if (pattern && owners) {
        const cost = costOf(pattern);
        if (cost > 0) costly.set(words.pattern.text, cost);
        rules.push({ line, pattern: words.pattern.text, owners, isCatchAll: isCatchAll(pattern) });
      }
    }
    start = end + 1;
  }
  if (sum(costly.values()) > MAX_COSTLY_NAMES) return notLoaded(path, tooCostlyWording(MAX_COSTLY_NAMES));
  return { path, rules, problems: problems.listed() };
}

/** A file that is there and gives no rules. */
export function notLoaded(path: string, wording: Wording, kind: 'too-large' | 'unreadable' = 'too-large'): Codeowners {
  return { path, rules: [], problems: [{ at: FILE_START, kind, ...wording }] };
}

type Place = { readonly line: number; readonly column: number; readonly problems: ProblemList };

function readPattern({ pattern, cutByHash }: LineWords, at: Place): Pattern | null {
  const parsed = parsePattern(pattern.text);
  if (typeof parsed === 'string') {
    at.problems.add('pattern', at, pattern, patternWording(parsed, pattern.text));
    return null;
  }
  if (cutByHash) at.problems.add('disputed', at, pattern, hashWording(pattern.text));
  return parsed;
}

function readOwners({ pattern, owners }: LineWords, at: Place): readonly CodeOwner[] | null {
  const read = owners.map((word) => ({ word, owner: parseCodeOwner(word.text) }));
  const invalid = read.filter(({ owner }) => owner === null);
  for (const { word } of invalid) at.problems.add('owner', at, word, ownerWording(word.text));
  if (invalid.length > 0) return null;
  if (hasBareBracket(pattern.text)) at.problems.add('disputed', at, pattern, bracketWording(pattern.text));
  for (const { word, owner } of read) {
    if (owner && isBot(owner)) at.problems.add('disputed', at, word, botWording(word.text));
  }
  return owners.length === 0 ? NO_OWNERS : read.flatMap(({ owner }) => owner ?? []);
}

function isCatchAll({ segments, ends }: Pattern): boolean {
  return segments.length === 0 && ends === 'below';
}

type ProblemList = {
  readonly add: (kind: CodeownersProblem['kind'], line: Omit<Place, 'problems'>, word: Word, wording: Wording) => void;
  readonly listed: () => readonly CodeownersProblem[];
};

function problemList(): ProblemList {
  const problems: CodeownersProblem[] = [];
  let more = 0;
  return {
    add: (kind, { line, column }, word, wording) => {
      if (problems.length >= MAX_PROBLEMS) more++;
      else problems.push({ at: { line, column: column + word.start }, kind, ...wording });
    },
    listed: () => {
      const last = problems.at(-1);
      return last && more > 0 ? [...problems, { at: last.at, kind: last.kind, ...moreWording(more) }] : problems;
    },
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
