// core/policy: which paths a configuration means. Globs are minimatch's, with `dot` and `nocase` (contract §2).
import { Minimatch } from 'minimatch';
import type { Refusal } from './refusal.ts';

/** The longest glob that is used, in UTF-16 code units (contract, "Limits"). */
export const MAX_GLOB_LENGTH = 1024;

/** How many patterns the braces of one glob may stand for. */
export const MAX_BRACE_EXPANSIONS = 256;

/** How many globs one list may hold. */
export const MAX_GLOBS = 100;

/** What is wrong with `glob`; null where it can be used. Bounded in time for any text. */
export function globProblem(glob: string): Refusal | null {
  if (glob.length > MAX_GLOB_LENGTH)
    return refused(`is ${glob.length} characters long; the limit is ${MAX_GLOB_LENGTH}`);
  const slip = SLIPS.find(({ found }) => found.test(glob));
  if (slip) return { problem: slip.problem, suggestion: slip.meant?.(glob) || null };
  try {
    const expansions = new Minimatch(glob, OPTIONS).braceExpand().length;
    if (expansions <= MAX_BRACE_EXPANSIONS) return null;
    return refused(`stands for more than ${MAX_BRACE_EXPANSIONS} patterns when its braces are written out`);
  } catch {
    return refused('is nested too deeply'); // minimatch refuses by throwing.
  }
}

/**
 * The test whether a path (from the root, with slashes) matches one of `include` and none of `exclude`. A glob with a problem
 * (`globProblem`) is left out. Bounded in time for any glob and path.
 */
export function compileGlobs(globs: {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}): (path: string) => boolean {
  const include = matchers(globs.include);
  const exclude = matchers(globs.exclude);
  const extensions = extensionsOf(include);
  return (path) =>
    mayMatch(path, extensions) && include.some((glob) => glob.match(path)) && !exclude.some((glob) => glob.match(path));
}

/** The platform is fixed so that a backslash means the same everywhere; `!` and `#` are refused or plain, never an instruction. */
const OPTIONS = {
  dot: true,
  nocase: true,
  nonegate: true,
  nocomment: true,
  platform: 'linux',
  braceExpandMax: MAX_BRACE_EXPANSIONS + 1,
} as const;

const SLIPS: readonly {
  readonly found: RegExp;
  readonly problem: string;
  readonly meant?: (glob: string) => string;
}[] = [
  { found: /^\s*$/, problem: 'matches no file' },
  { found: /^!(?!\()/, problem: 'begins with "!"; what to leave out belongs under "exclude"' },
  {
    found: /^\.?\//,
    problem: 'begins with a slash or "./"; paths are written from the root, without one',
    meant: (glob) => glob.replace(/^\.?\/+/, ''),
  },
  {
    found: /\/$/,
    problem: 'ends with a slash, so it matches no file',
    meant: (glob) => `${glob}**`,
  },
];

function refused(problem: string): Refusal {
  return { problem, suggestion: null };
}

function matchers(globs: readonly string[]): readonly Minimatch[] {
  return globs
    .slice(0, MAX_GLOBS)
    .filter((glob) => globProblem(glob) === null)
    .map((glob) => new Minimatch(glob, OPTIONS));
}

/**
 * The extensions (lower case, `.md`) that every match of `globs` has one of; null where a glob does not end in a literal extension.
 * A necessary condition that most paths of a repository fail, at a tenth of the cost of a match.
 */
function extensionsOf(globs: readonly Minimatch[]): ReadonlySet<string> | null {
  const extensions = new Set<string>();
  for (const pattern of globs.flatMap((glob) => glob.braceExpand())) {
    const extension = /\.[a-z0-9_-]+$/i.exec(pattern)?.[0];
    if (extension === undefined) return null;
    extensions.add(extension.toLowerCase());
  }
  return extensions;
}

function mayMatch(path: string, extensions: ReadonlySet<string> | null): boolean {
  if (extensions === null) return true;
  const extension = path.slice(path.lastIndexOf('.'));
  if (extensions.has(extension.toLowerCase())) return true;
  // Beyond ASCII two spellings can be equal without case (`ſ` and `s`); a trailing slash is ignored by minimatch.
  return !/^[\x20-\x7e]*$/.test(extension) || extension.endsWith('/');
}
