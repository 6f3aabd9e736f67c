// Globs: minimatch's answers, the limits, hostile patterns, and the short cut by extension.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { DEFAULTS } from '../../../src/core/policy/config-defaults.ts';
import { compileGlobs, globProblem, MAX_GLOBS } from '../../../src/core/policy/globs.ts';
import { processorMs } from '../../processor-time.ts';

const DEFAULT_GLOBS = DEFAULTS.procedures;

test.each([
  ['runbooks/db.md', true],
  ['docs/runbooks/deep/down/db.md', true],
  ['docs/Runbooks/DB.MD', true],
  ['.hidden/playbooks/.x/y.mdx', true],
  ['ops/sop/a.adoc', true],
  ['source/runbooks/x.html.md.erb', true],
  ['source/runbooks/x.erb', false],
  ['service/runbook.md', true],
  ['service/sop.mdx', true],
  ['service/payments.runbook.md', true],
  ['service/payments.playbook.md', true],
  ['service/payments.sop.md', false],
  ['runbooks/README.md', false],
  ['runbooks/_index.md', false],
  ['runbooks/index.adoc', false],
  ['runbooks/my-template.md', false],
  ['runbooks/template/a.md', true],
  ['node_modules/x/runbooks/a.md', false],
  ['vendor/runbooks/a.md', false],
  ['runbooks/a.png', false],
  ['runbooks.md', false],
  ['docs/guide.md', false],
])('by default %s is a procedure: %s', (path, expected) => {
  expect(compileGlobs(DEFAULT_GLOBS)(path)).toBe(expected);
});

const SEGMENT = fc.constantFrom(
  'a',
  'b',
  'A',
  '.x',
  'docs',
  '*',
  '**',
  '?',
  '*b',
  '[ab]',
  '{a,b}',
  '@(a|b)',
  '!(a)',
  '..',
);
const LAST = fc.constantFrom(
  '*.md',
  'a.md',
  '*.{md,mdx}',
  '*.MD',
  'x.tar.gz',
  '*',
  '**',
  'a',
  '.md',
  '*.',
  '[x.md',
  '*.[m]d',
  '@(a|b).md',
  '*.k',
  '..',
  '.',
  '*.s',
  '{a,b.md',
  '*.md.erb',
  '\\*.md',
  '.a.md',
  '*..md',
  '+(a|md',
);
const GLOB = fc.tuple(fc.array(SEGMENT, { maxLength: 3 }), LAST).map(([folders, last]) => [...folders, last].join('/'));
const NAME = fc.constantFrom(
  'a',
  'b',
  'a.md',
  'a.md/',
  'A.MD',
  'b.mdx',
  '.md',
  'x.tar.gz',
  'x.\u212A',
  'x.k',
  'x.\u017F',
  'x.s',
  'a.md.erb',
  '.a.md',
  '*.md',
  '[x.md',
  '',
  '..',
  '.',
  'a..md',
  'a.md\n',
  '+(a|md',
  'é.md',
);
const PATH = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '.x', 'docs', '..', 'B'), { maxLength: 3 }), NAME)
  .map(([folders, name]) => [...folders, name].join('/'));

function plain(glob: string, path: string): boolean {
  return new Minimatch(glob, { dot: true, nocase: true, nonegate: true, platform: 'linux' }).match(path);
}

test('the short cut by extension never changes what minimatch says', () => {
  let matches = 0;
  fc.assert(
    fc.property(fc.array(GLOB, { minLength: 1, maxLength: 3 }), GLOB, PATH, (include, exclude, path) => {
      const usable = [...include, exclude].every((glob) => globProblem(glob) === null);
      fc.pre(usable);
      const expected = include.some((glob) => plain(glob, path)) && !plain(exclude, path);
      if (expected) matches += 1;
      expect(compileGlobs({ include, exclude: [exclude] })(path)).toBe(expected);
    }),
    { numRuns: 10_000, seed: 7 },
  );
  expect(matches).toBeGreaterThan(500);
});

test.each([
  ['a'.repeat(1025), 'is 1025 characters long; the limit is 1024', null],
  ['', 'matches no file', null],
  ['!docs/**', 'begins with "!"; what to leave out belongs under "exclude"', null],
  ['/docs/**', 'begins with a slash or "./"; paths are written from the root, without one', 'docs/**'],
  ['./docs/**', 'begins with a slash or "./"; paths are written from the root, without one', 'docs/**'],
  ['docs/', 'ends with a slash, so it matches no file', 'docs/**'],
  ['{a,b}'.repeat(20), 'stands for more than 256 patterns when its braces are written out', null],
  ['{1..100000}', 'stands for more than 256 patterns when its braces are written out', null],
  ['+('.repeat(300) + ')'.repeat(300), 'is nested too deeply', null],
])('a glob that %s … is refused', (glob, problem, suggestion) => {
  expect(globProblem(glob)).toEqual({ problem, suggestion });
  expect(compileGlobs({ include: [glob], exclude: [] })('docs/a')).toBe(false);
});

test.each(['a'.repeat(1024), '{1..256}', '!(a)/**', '#a', '**', '{a,b}'.repeat(8)])('%s is a glob', (glob) => {
  expect(globProblem(glob)).toBeNull();
});

test('a glob that begins with # is no comment', () => {
  expect(compileGlobs({ include: ['#a'], exclude: [] })('#a')).toBe(true);
});

test('globs beyond the limit of a list are not used', () => {
  const include = [...Array.from({ length: MAX_GLOBS }, (_, i) => `x${i}`), 'late'];
  expect(compileGlobs({ include, exclude: [] })(`x${MAX_GLOBS - 1}`)).toBe(true);
  expect(compileGlobs({ include, exclude: [] })('late')).toBe(false);
});

const LONG = 1024;
const HOSTILE: readonly string[] = [
  '**/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b',
  '*a'.repeat(511) + 'b',
  '**/a/'.repeat(200) + 'b',
  '**/*a*/'.repeat(140) + 'b',
  '+(a|aa)'.repeat(140) + 'b',
  '+(a|+(a|+(a|+(a|+(a|aa)))))b',
  '*(*(*(*(*(a)))))b',
  '!(a)'.repeat(250) + 'b',
  '!(!(!(!(!(a)))))*b',
  '**/!(*a*|*b*)'.repeat(70),
  '+(*a*|*b*)'.repeat(100) + 'z',
  '!(a|'.repeat(200) + 'b' + ')'.repeat(200),
  '['.repeat(LONG),
  '[a-z]'.repeat(200),
  '[[:alpha:]]'.repeat(90),
  '{a,b}'.repeat(20),
  '{a,b}'.repeat(8) + '*a*b*c',
  '{'.repeat(500) + 'a' + '}'.repeat(500),
  '{,'.repeat(300),
  '{' + ','.repeat(1000) + '}',
  '?'.repeat(LONG),
  '\\'.repeat(LONG),
  '../'.repeat(300) + 'a',
  '**/../'.repeat(150) + 'a',
];
const PATHS = [
  'a/'.repeat(2047) + 'c',
  'a'.repeat(4096),
  'ab/'.repeat(1365) + 'c',
  ('a'.repeat(100) + '/').repeat(40) + 'c',
  'é'.repeat(4000),
];

test.each(HOSTILE.map((glob) => [glob.slice(0, 30), glob.slice(0, LONG)]))(
  '%s… is answered or refused in time',
  (_, glob) => {
    const taken = processorMs(() => {
      const isMatch = compileGlobs({ include: [glob], exclude: [glob] });
      for (const path of PATHS) expect(isMatch(path)).toBe(false);
    });
    expect(taken).toBeLessThan(1000);
  },
);

test('any text is a glob or is refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab*?[]{}()!+@|,.\\/^-1'), maxLength: 80 }),
      PATH,
      (glob, path) => {
        const isUsable = globProblem(glob) === null;
        const isMatch = compileGlobs({ include: [glob], exclude: [] })(path);
        expect(isMatch && !isUsable).toBe(false);
      },
    ),
    { numRuns: 2_000, seed: 11 },
  );
});
