// core/codeowners: one name against one wildcard pattern, in bounded time.

const STAR = -1;
const ANY = -2;

/** A compiled name pattern: UTF-16 code units, `*` and `?`. `needle`: its longest literal text, which every match contains. */
export type Glob = { readonly units: readonly number[]; readonly minLength: number; readonly needle: string };

/** What stands in a name pattern, escapes resolved: a literal character, `*` (any run) or `?` (one character). */
export type GlobToken = { readonly literal: string } | '*' | '?';

/** Compiles the tokens of one path segment. */
export function compileGlob(tokens: readonly GlobToken[]): Glob {
  const units: number[] = [];
  for (const token of tokens) {
    if (token === '*') {
      if (units.at(-1) !== STAR) units.push(STAR);
    } else if (token === '?') units.push(ANY);
    else for (let i = 0; i < token.literal.length; i++) units.push(token.literal.charCodeAt(i));
  }
  return { units, minLength: units.filter((unit) => unit !== STAR).length, needle: needleOf(tokens) };
}

/**
 * Whether `name` matches whole. `?` is one code point, so that it means the same for `é` and an emoji. Time is at most
 * pattern × name: only the last `*` is ever tried again (no RegExp, whose backtracking a pattern could make explode).
 */
export function matchesGlob({ units, minLength }: Glob, name: string): boolean {
  if (name.length < minLength) return false;
  let unit = 0;
  let at = 0;
  let retryUnit = -1;
  let retryAt = 0;
  while (at < name.length) {
    const wanted = units[unit];
    if (wanted === STAR) {
      retryUnit = ++unit;
      retryAt = at;
    } else if (wanted === ANY) {
      unit++;
      at += widthAt(name, at);
    } else if (wanted === name.charCodeAt(at)) {
      unit++;
      at++;
    } else if (retryUnit !== -1) {
      unit = retryUnit;
      at = ++retryAt;
    } else return false;
  }
  while (units[unit] === STAR) unit++;
  return unit === units.length;
}

function needleOf(tokens: readonly GlobToken[]): string {
  let longest = '';
  let run = '';
  for (const token of tokens) {
    run = typeof token === 'string' ? '' : run + token.literal;
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

function widthAt(name: string, at: number): 1 | 2 {
  return (name.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
