// core: the order of everything that is listed.

/**
 * Compares two strings by code points, which is the byte order of their UTF-8 (git's own order), the same on every machine. The
 * order of `<` differs from it: there 😀 (U+1F600, a surrogate pair) comes before ﬁ (U+FB01).
 */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units, so they are lifted over U+E000–U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
