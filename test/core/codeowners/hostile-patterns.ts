// Patterns on which glob libraries take seconds or hang, with a path that makes them try.

/** Name, pattern, path, whether the pattern owns the path. */
export const HOSTILE_PATTERNS: readonly (readonly [name: string, pattern: string, path: string, owned: boolean])[] = [
  ['many "*a"', '*a'.repeat(25), `${'a'.repeat(60)}b`, false],
  ['many "*a" that match', '*a'.repeat(25), 'a'.repeat(60), true],
  ['stars and one letter, a long name', `${'a*'.repeat(100)}b`, 'a'.repeat(4096), false],
  ['stars as long as a pattern may be', `${'*a'.repeat(511)}b`, 'a'.repeat(4096), false],
  ['stars and question marks', `${'*?'.repeat(200)}b`, 'a'.repeat(4096), false],
  ['only question marks', '?'.repeat(1000), 'a'.repeat(1001), false],
  ['"**/a/" ten times, forty folders', `${'**/a/'.repeat(10)}b`, `${'a/'.repeat(40)}c`, false],
  ['"**/a/" as often as fits, 2,048 folders', `${'**/a/'.repeat(204)}b`, `${'a/'.repeat(2047)}c`, false],
  ['"**/*a*/" ten times', `${'**/*a*/'.repeat(10)}b`, `${'aaa/'.repeat(40)}c`, false],
  ['"**/" two hundred times', `${'**/'.repeat(200)}b`, `${'a/'.repeat(2047)}c`, false],
  ['"*/" five hundred times', `${'*/'.repeat(500)}b`, `${'a/'.repeat(499)}b`, false],
  ['alternatives that are none', '{a,b}'.repeat(20), '{a,b}'.repeat(20), true],
  ['30,000 opening brackets', '['.repeat(30_000), '['.repeat(4096), false],
  ['1,000 half ranges', '[a-'.repeat(1000), '[a-'.repeat(1000), true],
  ['a name of 60,000 letters', 'a'.repeat(60_000), 'a'.repeat(4096), false],
  ['10,000 escaped backslashes', '\\\\'.repeat(10_000), '\\'.repeat(10_000), true],
  ['nested quantifiers of a regular expression', '(a+)+$', `${'a'.repeat(4096)}!`, false],
  ['extended globs', '+(a|aa)*(a|aa)@(a|aa)!(b)', `${'a'.repeat(4096)}b`, false],
];
