// core/codeowners: the line that gives one file its owners.
import { isBot, parseCodeOwner } from './code-owner.ts';

/** Characters a pattern could take for something else; a backslash keeps them as they are. */
const ESCAPED = /[\\*?[\] ]/g;

/** Characters that CODEOWNERS cannot express (`#`), or on which it is not known what GitHub does. */
const INEXPRESSIBLE = /[#\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * A line that gives exactly the file at `path` to `owners` (handles with `@`, or e-mail addresses), without a line break; null where
 * CODEOWNERS cannot name that path, or where there is no owner or an invalid one.
 */
export function lineFor(path: string, owners: readonly string[]): string | null {
  if (INEXPRESSIBLE.test(path) || path.split('/').some((name) => ['', '.', '..'].includes(name))) return null;
  if (owners.length === 0 || !owners.every(isPlainOwner)) return null;
  return `/${path.replace(ESCAPED, '\\$&')} ${owners.join(' ')}`;
}

function isPlainOwner(written: string): boolean {
  const owner = parseCodeOwner(written);
  return owner !== null && !isBot(owner);
}
