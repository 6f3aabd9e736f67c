// core/codeowners: one CODEOWNERS pattern, read into path segments.
import { compileGlob, type Glob, type GlobToken } from './glob.ts';

/** What one name of a path must be: anything (`*`), a text, a text around one `*`, or a general wildcard pattern. */
export type NamePattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'affix'; readonly prefix: string; readonly suffix: string }
  | { readonly kind: 'glob'; readonly source: string; readonly glob: Glob };

/** A name pattern, or `tree` (the `**` between slashes): any number of folders, none too. */
export type Segment = NamePattern | { readonly kind: 'tree' };

/**
 * A pattern from the root of the repository. `ends`: the last segment names a `file` only (`docs/*`), a file or a folder with all
 * that is in it (`whole`), or just what is `below` it (`docs/`). No segments and `below` is every path.
 */
export type Pattern = { readonly segments: readonly Segment[]; readonly ends: 'file' | 'whole' | 'below' };

/** Why GitHub skips a line for its pattern; `too-long` is a limit of our own (public contract, limits). */
export type PatternFault = 'negated' | 'escaped-hash' | 'three-stars' | 'trailing-backslash' | 'root' | 'too-long';

/** The longest pattern with a wildcard that is read, in UTF-16 code units. */
export const MAX_WILDCARD_PATTERN = 1024;

const TREE: Segment = { kind: 'tree' };

/**
 * Reads a pattern by GitHub's rules ("About code owners", and gitignore's where that page is silent). A pattern without a slash
 * before its end may match in any folder; every other one starts at the root. Square brackets are literal.
 */
export function parsePattern(text: string): Pattern | PatternFault {
  if (text.startsWith('!')) return 'negated';
  if (text === '/') return 'root';
  if (text.length > MAX_WILDCARD_PATTERN && hasWildcard(text)) return 'too-long';
  const names = /[*?\\]/.test(text) ? splitNames(text) : text.split('/').map(literalName);
  return typeof names === 'string' ? names : fromRoot(names);
}

/** Whether the pattern has a square bracket that is not escaped: the field disagrees on what that means. */
export function hasBareBracket(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[' || text[i] === ']') return true;
  }
  return false;
}

/** The segments that cannot be looked up by name but have to be tried one after the other: general wildcards, and `**` after `**`. */
export function costOf({ segments }: Pattern): number {
  const globs = segments.filter(({ kind }) => kind === 'glob').length;
  const trees = segments.filter(({ kind }) => kind === 'tree').length;
  return globs + Math.max(0, trees - 1);
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replaceAll(/\\./gs, ''));
}

function literalName(text: string): readonly GlobToken[] {
  return text === '' ? [] : [{ literal: text }];
}

function splitNames(text: string): GlobToken[][] | PatternFault {
  let name: GlobToken[] = [];
  const names = [name];
  let stars = 0;
  for (let i = 0; i < text.length; i++) {
    let char = text[i] ?? '';
    stars = char === '*' ? stars + 1 : 0;
    if (stars === 3) return 'three-stars';
    if (char === '*' || char === '?') {
      name.push(char);
      continue;
    }
    if (char === '\\') {
      char = text[++i] ?? '';
      if (char === '') return 'trailing-backslash';
      if (char === '#') return 'escaped-hash';
    }
    if (char === '/') {
      name = [];
      names.push(name);
    } else name.push({ literal: char });
  }
  return names;
}

function fromRoot(names: readonly (readonly GlobToken[])[]): Pattern {
  const segments: Segment[] = [];
  const last = names.length - 1;
  const isAnchored = last > 1 || (last === 1 && names[1]?.length !== 0);
  if (!isAnchored) segments.push(TREE);
  names.forEach((name, i) => {
    if (name.length === 0 && i === 0) return;
    const segment = name.length === 0 && i === last ? TREE : segmentOf(name);
    if (segment.kind !== 'tree' || segments.at(-1)?.kind !== 'tree') segments.push(segment);
  });
  return withEnd(segments);
}

function withEnd(segments: Segment[]): Pattern {
  const end = segments.at(-1)?.kind;
  if (end === 'tree') return { segments: segments.slice(0, -1), ends: 'below' };
  if (end !== 'any') return { segments, ends: 'whole' };
  // `**/*` and a final `**` both mean every file at any depth.
  if (segments.at(-2)?.kind === 'tree') return { segments: segments.slice(0, -2), ends: 'below' };
  return { segments, ends: 'file' };
}

function segmentOf(tokens: readonly GlobToken[]): Segment {
  if (tokens.length > 0 && tokens.every((token) => token === '*')) {
    return tokens.length === 2 ? TREE : { kind: 'any' };
  }
  const source = tokens.map((token) => (typeof token === 'string' ? token : `\\${token.literal}`)).join('');
  const texts = literalRuns(tokens);
  if (texts === null) return { kind: 'glob', source, glob: compileGlob(tokens) };
  const [prefix = '', suffix] = texts;
  return suffix === undefined ? { kind: 'literal', text: prefix } : { kind: 'affix', prefix, suffix };
}

/** The text, or the texts before and after the only run of stars; null for anything else. */
function literalRuns(tokens: readonly GlobToken[]): readonly string[] | null {
  const runs = [''];
  let afterStar = false;
  for (const token of tokens) {
    if (token === '?') return null;
    if (token === '*') {
      if (!afterStar) runs.push('');
      afterStar = true;
      continue;
    }
    runs.push((runs.pop() ?? '') + token.literal);
    afterStar = false;
  }
  return runs.length > 2 ? null : runs;
}
