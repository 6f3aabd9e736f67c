// Row Y4: 26 ways to make front matter expensive, in 4 sizes up to the limit; for the tests and `bench/hostile-front-matter.ts`.

/** `content` is what stands between the fences. */
export type Expensive = { readonly name: string; readonly size: number; readonly content: string };

function filled(piece: string, size: number): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}

/** By name: front matter of about `size` bytes that costs a reader more than its size says. */
const WAYS: Readonly<Record<string, (size: number) => string>> = {
  'deep lists': (size) => filled('[', size),
  'deep maps': (size) => `a: ${filled('{a: ', size)}`,
  'deep lists in lines': (size) => filled('- ', size),
  'deep keys': (size) => filled('? ', size),
  'closed lists': (size) => filled('[', size / 2) + filled(']', size / 2),
  'an alias bomb': (size) =>
    `a: &a [${filled('x,', 20)}]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${filled(`*${'abcdefghi'[i]},`, 30)}]\n`).join('')}# ${filled('x', size)}`,
  'one long scalar, many aliases': (size) => `a: &a ${filled('x', size / 2)}\nb: [${filled('*a,', size / 2)}]`,
  'many anchors': (size) => `k: ${filled('&a ', size)}x`,
  'merge keys': (size) => filled('<<: {a: 1}\n', size),
  'many keys': (size) => Array.from({ length: size / 8 }, (_, i) => `k${i}: 1`).join('\n'),
  'one key, many times': (size) => `${filled('a: 1\n', size)}`,
  'many values': (size) => `a: [${filled('1,', size)}]`,
  'a folded scalar': (size) => `a: >\n${filled('  word word\n', size)}`,
  'a plain scalar in lines': (size) => `a: x\n${filled('  word\n', size)}`,
  escapes: (size) => `a: "${filled('\\u0041', size)}"`,
  'an open quote': (size) => `a: "${filled('x\n', size)}`,
  quotes: (size) => `a: ${filled('"', size)}`,
  colons: (size) => `a${filled(': ', size)}`,
  'blank lines': (size) => `a: 1${filled('\n', size)}b: 1`,
  tabs: (size) => `a:\n${filled('\t', size)}x: 1`,
  tags: (size) => `a: [${filled('!!str x, ', size)}]`,
  'traps on every line': (size) => filled('a: @x\n', size),
  'colons on every line': (size) => filled('title: a: b: c\n', size),
  'template tags': (size) => `t: ${filled('{{ x }} ', size)}`,
  'carriage returns': (size) => `a: 1${filled('\r', size)}`,
  'TOML quotes': (size) => `a = ${filled('"""', size)}`,
};

const SIZES = [1, 4, 8, 16].map((kib) => kib * 1024 - 200);

/** All 104. */
export const EXPENSIVE: readonly Expensive[] = Object.entries(WAYS).flatMap(([name, way]) =>
  SIZES.map((size) => ({ name, size, content: way(size).slice(0, 16_384) })),
);

/** The same content as YAML, JSON and TOML. */
export function fenced(content: string): readonly string[] {
  return [`---\n${content}\n---\n`, `---json\n${content}\n---\n`, `+++\n${content}\n+++\n`];
}
