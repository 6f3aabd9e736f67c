// core/codeowners: what a line says, and what is wrong with it.
import { describe, expect, test } from '@jest/globals';
import type { CodeownersRule } from '../../../src/core/codeowners/codeowners.ts';
import { MAX_CODEOWNERS_BYTES, MAX_COSTLY_NAMES, parseCodeowners } from '../../../src/core/codeowners/parse.ts';

const parse = (text: string) => parseCodeowners('CODEOWNERS', text);

/** `line pattern → kind:handle …` for each rule. */
function shown({ line, pattern, owners }: CodeownersRule): string {
  return `${line} ${pattern} → ${owners.map(({ kind, handle }) => `${kind}:${handle}`).join(' ')}`.trimEnd();
}

describe('lines that are rules', () => {
  const cases: readonly [name: string, text: string, rules: readonly string[]][] = [
    ['an empty file has none', '', []],
    ['comments and blank lines are none', '# a\n\n   \n\t# b\n  # c', []],
    ['a rule keeps its line number', '# a\n\n*.js @a', ['3 *.js → user:@a']],
    ['a team, a user and an e-mail address', '* @o/t @u m@x.org', ['1 * → team:@o/t user:@u email:m@x.org']],
    ['a team of another organisation', '* @other-org/a_team', ['1 * → team:@other-org/a_team']],
    ['a managed user has an underscore', '* @jo_acme', ['1 * → user:@jo_acme']],
    ['no owners un-own', 'apps/ @a\n/apps/x', ['1 apps/ → user:@a', '2 /apps/x →']],
    ['no owners, and a comment', '/apps/x # nobody', ['1 /apps/x →']],
    ['an inline comment is left out', '*.js @b #This @c', ['1 *.js → user:@b']],
    ['a comment may touch the last owner', '*.js @b#This', ['1 *.js → user:@b']],
    ['tabs and many blanks separate', '\t *.js \t  @a\t@b  ', ['1 *.js → user:@a user:@b']],
    ['CRLF ends a line', '*.js @a\r\n*.md\r\n', ['1 *.js → user:@a', '2 *.md →']],
    ['a lone CR is a blank, as in git', '*.js @a\r*.md', []],
    ['a byte order mark is no part of the pattern', '\uFEFF*.js @a', ['1 *.js → user:@a']],
    ['an escaped blank is part of the pattern', 'my\\ docs/a\\ b.md @a', ['1 my\\ docs/a\\ b.md → user:@a']],
    ['escaped brackets are no matter of dispute', '/app/\\[slug\\]/ @a', ['1 /app/\\[slug\\]/ → user:@a']],
    ['two stars inside a name are one', '**abims** @a', ['1 **abims** → user:@a']],
    ['an owner in the place of a pattern is a pattern', '@o/t @a', ['1 @o/t → user:@a']],
  ];
  test.each(cases)('%s', (_, text, rules) => {
    expect(parse(text).rules.map(shown)).toEqual(rules);
  });

  test('a rule that means every path is known as one', () => {
    const everything = ['*', '**', '/**', '**/*', '/**/*', '**/**', '**/', '*/'];
    const rules = parse([...everything, '/*', '*.*', 'a', '/*/', '**/a'].join(' @a\n')).rules;
    expect(rules.filter(({ isCatchAll }) => isCatchAll).map(({ pattern }) => pattern)).toEqual(everything.slice(0, -1));
  });
});

describe('lines with a problem', () => {
  type Case = {
    text: string;
    at: [line: number, column: number];
    kind: string;
    message: string;
    fix: string;
    rules: number;
  };
  const OWNER_FIX = 'Write the owner as "@organisation/team", "@user" or an e-mail address.';
  const BRACKET_FIX =
    'Write "\\[" and "\\]" for brackets in a name; write one line for each character if you meant a range.';
  const cases: Record<string, Case> = {
    'a negated pattern': {
      text: '* @a\n!*.md @b',
      at: [2, 1],
      kind: 'pattern',
      message: 'Invalid pattern "!*.md": "!" does not negate in CODEOWNERS, and GitHub skips the line.',
      fix: 'Remove the "!", and give the files to nobody with a later line that has no owners.',
      rules: 1,
    },
    'an escaped hash at the start': {
      text: '  \\#a @a',
      at: [1, 3],
      kind: 'pattern',
      message: 'Invalid pattern "\\#a": "#" cannot be escaped in CODEOWNERS, and GitHub skips the line.',
      fix: 'Name the folder around the file, or rename the file so that it has no "#".',
      rules: 0,
    },
    'an escaped hash further on': {
      text: 'docs/c\\# @a',
      at: [1, 1],
      kind: 'pattern',
      message: 'Invalid pattern "docs/c\\#": "#" cannot be escaped in CODEOWNERS, and GitHub skips the line.',
      fix: 'Name the folder around the file, or rename the file so that it has no "#".',
      rules: 0,
    },
    'three stars': {
      text: '***/*.rb @monalisa',
      at: [1, 1],
      kind: 'pattern',
      message: 'Invalid pattern "***/*.rb": it has three "*" in a row, and GitHub skips the line.',
      fix: 'Write "*" for a part of one name, or "**" for any number of folders.',
      rules: 0,
    },
    'a backslash at the end': {
      text: 'a\\\r\n',
      at: [1, 1],
      kind: 'pattern',
      message: 'Invalid pattern "a\\": it ends with a backslash that escapes nothing, and GitHub skips the line.',
      fix: 'Remove the backslash at the end of the pattern.',
      rules: 0,
    },
    'a lone slash': {
      text: '/ @a',
      at: [1, 1],
      kind: 'pattern',
      message: 'Invalid pattern "/": it never matches any file.',
      fix: 'Write "*" if you mean every file.',
      rules: 0,
    },
    'a wildcard pattern over the limit': {
      text: `${'a'.repeat(1024)}* @a`,
      at: [1, 1],
      kind: 'pattern',
      message: `Pattern "${'a'.repeat(80)}…" has 1025 characters: patterns with wildcards are read up to 1024, and this line is left out.`,
      fix: 'Write a shorter pattern.',
      rules: 0,
    },
    'an owner without an at sign': {
      text: '* user',
      at: [1, 3],
      kind: 'owner',
      message: 'Invalid owner "user": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'half an e-mail address': {
      text: '* @a\n*.txt @a docs@',
      at: [2, 10],
      kind: 'owner',
      message: 'Invalid owner "docs@": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 1,
    },
    'a domain as an owner': {
      text: '* @coh.org',
      at: [1, 3],
      kind: 'owner',
      message: 'Invalid owner "@coh.org": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'two owners without a blank between them': {
      text: '* @a@b',
      at: [1, 3],
      kind: 'owner',
      message: 'Invalid owner "@a@b": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'a column after characters outside the basic plane counts UTF-16 units': {
      text: '/😀/é @a user',
      at: [1, 10],
      kind: 'owner',
      message: 'Invalid owner "user": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'a column counts the byte order mark, as offsets do': {
      text: '\uFEFF* user',
      at: [1, 4],
      kind: 'owner',
      message: 'Invalid owner "user": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'an owner that would fool a terminal': {
      text: '* \u001b[31m',
      at: [1, 3],
      kind: 'owner',
      message: 'Invalid owner "\\u{1b}[31m": GitHub skips the whole line.',
      fix: OWNER_FIX,
      rules: 0,
    },
    'bare brackets': {
      text: '/app/[slug]/ @a',
      at: [1, 1],
      kind: 'disputed',
      message:
        'Pattern "/app/[slug]/" has square brackets: they are read here as part of the name, but GitHub may call the line invalid and skip it.',
      fix: BRACKET_FIX,
      rules: 1,
    },
    'a range': {
      text: '* @a\n  *.[ch] @a',
      at: [2, 3],
      kind: 'disputed',
      message:
        'Pattern "*.[ch]" has square brackets: they are read here as part of the name, but GitHub may call the line invalid and skip it.',
      fix: BRACKET_FIX,
      rules: 2,
    },
    'a bot': {
      text: '* @dependabot[bot]',
      at: [1, 3],
      kind: 'disputed',
      message:
        'Owner "@dependabot[bot]" is a bot: GitHub reports bots as unknown owners and does not ask them for a review.',
      fix: 'Name a team or a user in its place.',
      rules: 1,
    },
    'a hash inside a name': {
      text: 'docs/c#/ @a',
      at: [1, 1],
      kind: 'disputed',
      message:
        'Pattern "docs/c" is cut off by a "#" in the middle of a word: what follows is read as a comment, its owners too.',
      fix: 'Put a space before the "#" if a comment is meant; a name with "#" cannot be written in CODEOWNERS.',
      rules: 1,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, at: [line, column], kind, message, fix, rules }) => {
    const parsed = parse(text);
    expect(parsed.problems).toEqual([{ at: { line, column }, kind, message, fix }]);
    expect(parsed.rules).toHaveLength(rules);
  });

  test('every invalid owner of a line is named', () => {
    expect(parse('* a @b c').problems.map(({ at }) => at.column)).toEqual([3, 8]);
  });

  test('a bad line takes no other with it', () => {
    expect(parse('*.txt docs@\n!x\n*.js @b\n').rules.map(shown)).toEqual(['3 *.js → user:@b']);
  });

  test('the problems over a thousand are counted', () => {
    const { problems } = parse('* x\n'.repeat(1003));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)).toEqual({
      at: { line: 1000, column: 3 },
      kind: 'owner',
      message: '3 more problems are not listed.',
      fix: 'Mend the problems above first.',
    });
  });
});

describe('a file that is not loaded', () => {
  test('over 3 MB, in bytes', () => {
    const fits = `# ${'é'.repeat(MAX_CODEOWNERS_BYTES / 2 - 4)}\n* @a`.slice(0, -1);
    expect(Buffer.byteLength(fits)).toBe(MAX_CODEOWNERS_BYTES - 2);
    expect(parse(`${fits}ab`).rules).toHaveLength(1);
    expect(parse(`${fits}abc`)).toEqual({
      path: 'CODEOWNERS',
      rules: [],
      problems: [
        {
          at: { line: 1, column: 1 },
          kind: 'too-large',
          message: 'The file is over 3 MB (3145729 bytes): GitHub does not load it, and no file has a code owner.',
          fix: 'Merge lines with wildcards until the file is under 3 MB.',
        },
      ],
    });
  });

  test('more name patterns with several wildcards than can be matched in time', () => {
    const lines = Array.from({ length: MAX_COSTLY_NAMES }, (_, i) => `*a*${i} @a`);
    expect(parse(lines.join('\n')).rules).toHaveLength(MAX_COSTLY_NAMES);
    expect(parse([...lines, ...lines].join('\n')).rules).toHaveLength(2 * MAX_COSTLY_NAMES);
    expect(parse([...lines, 'a?'].join('\n'))).toEqual({
      path: 'CODEOWNERS',
      rules: [],
      problems: [
        {
          at: { line: 1, column: 1 },
          kind: 'too-large',
          message:
            'The file has more than 1000 name patterns with several wildcards: it is not loaded here, and no file counts as having a code owner.',
          fix: 'Name folders in the place of patterns such as "a*b*c" and "**/a/**/b".',
        },
      ],
    });
  });
});
