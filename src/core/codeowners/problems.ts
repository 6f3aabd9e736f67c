// core/codeowners: what is wrong with a CODEOWNERS file, in words.
import { visible } from '../display.ts';
import type { Unreadable } from '../snapshot.ts';
import { MAX_WILDCARD_PATTERN, type PatternFault } from './pattern.ts';

/** What a problem says: what is wrong, and one imperative sentence on what to do. */
export type Wording = { readonly message: string; readonly fix: string };

const MAX_SHOWN = 80;

/** Why GitHub skips a line for its pattern. */
export function patternWording(fault: PatternFault, pattern: string): Wording {
  const shown = quoted(pattern);
  switch (fault) {
    case 'negated':
      return {
        message: `Invalid pattern ${shown}: "!" does not negate in CODEOWNERS, and GitHub skips the line.`,
        fix: 'Remove the "!", and give the files to nobody with a later line that has no owners.',
      };
    case 'escaped-hash':
      return {
        message: `Invalid pattern ${shown}: "#" cannot be escaped in CODEOWNERS, and GitHub skips the line.`,
        fix: 'Name the folder around the file, or rename the file so that it has no "#".',
      };
    case 'three-stars':
      return {
        message: `Invalid pattern ${shown}: it has three "*" in a row, and GitHub skips the line.`,
        fix: 'Write "*" for a part of one name, or "**" for any number of folders.',
      };
    case 'trailing-backslash':
      return {
        message: `Invalid pattern ${shown}: it ends with a backslash that escapes nothing, and GitHub skips the line.`,
        fix: 'Remove the backslash at the end of the pattern.',
      };
    case 'root':
      return {
        message: 'Invalid pattern "/": it never matches any file.',
        fix: 'Write "*" if you mean every file.',
      };
    case 'too-long':
      return {
        message: `Pattern ${shown} has ${pattern.length} characters: patterns with wildcards are read up to ${MAX_WILDCARD_PATTERN}, and this line is left out.`,
        fix: 'Write a shorter pattern.',
      };
  }
}

/** An owner that is none; GitHub skips the whole line for it. */
export function ownerWording(owner: string): Wording {
  return {
    message: `Invalid owner ${quoted(owner)}: GitHub skips the whole line.`,
    fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
  };
}

/** Square brackets that are not escaped. */
export function bracketWording(pattern: string): Wording {
  return {
    message: `Pattern ${quoted(pattern)} has square brackets: they are read here as part of the name, but GitHub may call the line invalid and skip it.`,
    fix: 'Write "\\[" and "\\]" for brackets in a name; write one line for each character if you meant a range.',
  };
}

/** A `#` inside a word of the pattern. */
export function hashWording(pattern: string): Wording {
  return {
    message: `Pattern ${quoted(pattern)} is cut off by a "#" in the middle of a word: what follows is read as a comment, its owners too.`,
    fix: 'Put a space before the "#" if a comment is meant; a name with "#" cannot be written in CODEOWNERS.',
  };
}

/** An app's account as an owner. */
export function botWording(owner: string): Wording {
  return {
    message: `Owner ${quoted(owner)} is a bot: GitHub reports bots as unknown owners and does not ask them for a review.`,
    fix: 'Name a team or a user in its place.',
  };
}

/** A file that GitHub does not load for its size. */
export function tooLargeWording(bytes: number | null): Wording {
  const size = bytes === null ? '' : ` (${bytes} bytes)`;
  return {
    message: `The file is over 3 MB${size}: GitHub does not load it, and no file has a code owner.`,
    fix: 'Merge lines with wildcards until the file is under 3 MB.',
  };
}

/** A file whose patterns would take too long to match; a limit of our own. */
export function tooCostlyWording(limit: number): Wording {
  return {
    message: `The file has more than ${limit} name patterns with several wildcards: it is not loaded here, and no file counts as having a code owner.`,
    fix: 'Name folders in the place of patterns such as "a*b*c" and "**/a/**/b".',
  };
}

/** A file that cannot be read as text. */
export function unreadableWording(why: Exclude<Unreadable, 'too-large'>): Wording {
  const { is, fix } = UNREADABLE[why];
  return { message: `The file ${is}: no file counts as having a code owner.`, fix };
}

/** The problems over the limit, as one. */
export function moreWording(count: number): Wording {
  return {
    message: `${count} more problem${count === 1 ? ' is' : 's are'} not listed.`,
    fix: 'Mend the problems above first.',
  };
}

const REPLACE = 'Commit an ordinary UTF-8 text file in its place.';

const UNREADABLE: Readonly<Record<Exclude<Unreadable, 'too-large'>, { readonly is: string; readonly fix: string }>> = {
  symlink: { is: 'is a symbolic link, which GitHub does not follow', fix: 'Commit the file itself in its place.' },
  submodule: { is: 'is a submodule, not a file', fix: REPLACE },
  'lfs-pointer': {
    is: 'is stored in Git LFS, which GitHub does not read for CODEOWNERS',
    fix: 'Take the file out of Git LFS.',
  },
  binary: { is: 'is binary', fix: REPLACE },
  'not-utf8': { is: 'is not UTF-8', fix: 'Save the file as UTF-8.' },
  'utf-16': { is: 'is UTF-16', fix: 'Save the file as UTF-8.' },
  denied: { is: 'could not be read', fix: 'Give read permission on the file.' },
  'path-not-utf8': { is: 'has a path that is not UTF-8', fix: REPLACE },
};

function quoted(text: string): string {
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return `"${visible(cut)}"`;
}
