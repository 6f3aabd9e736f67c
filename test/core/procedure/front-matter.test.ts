// core/procedure: front matter, by cases. Whole messages are asserted.
import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/core/edit.ts';
import type { FrontMatter } from '../../../src/core/procedure/front-matter.ts';
import { readBlock, readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';
import { readYaml } from '../../../src/core/procedure/read-yaml.ts';

const PATH = 'runbooks/a.md';

/** The top-level keys with their values, places, and the value as it stands in the file. */
function entriesOf(text: string, read: FrontMatter = readFrontMatter(PATH, text)) {
  if (read.state !== 'read') return read;
  return read.block.entries.map(({ key, value, keyAt, valueAt, valueSpan }) => [
    key,
    JSON.stringify(value),
    `${keyAt.line}:${keyAt.column}`,
    `${valueAt.line}:${valueAt.column}`,
    valueSpan && text.slice(...valueSpan),
  ]);
}

/** `state`, then each problem as `line:column message → fix` (`!` where the fix is certain). */
function problemsOf(text: string, read: FrontMatter = readFrontMatter(PATH, text)): readonly string[] {
  const problems = read.state === 'none' ? [] : read.problems;
  return [
    read.state,
    ...problems.map(
      ({ at, message, fix }) => `${at.line}:${at.column} ${message} → ${fix?.text}${fix?.certain ? ' !' : ''}`,
    ),
  ];
}

describe('what is read', () => {
  const cases: readonly [name: string, text: string, entries: readonly (readonly (string | null)[])[], rest: string][] =
    [
      ['a map', '---\ntitle: A\n---\nbody', [['title', '"A"', '2:1', '2:8', 'A']], '---\nbody'],
      ['no key', '---\n---\nbody', [], '---\nbody'],
      ['only a comment', '---\n# none\n\n---\n', [], '---\n'],
      ['a BOM', '\uFEFF---\ntitle: A\n---\n', [['title', '"A"', '2:1', '2:8', 'A']], '---\n'],
      ['blanks behind the fences', '--- \t\ntitle: A\n---  \nb', [['title', '"A"', '2:1', '2:8', 'A']], '---  \nb'],
      ['no line behind the closing fence', '---\ntitle: A\n---', [['title', '"A"', '2:1', '2:8', 'A']], '---'],
      ['a closing ...', '---\ntitle: A\n...\nb', [['title', '"A"', '2:1', '2:8', 'A']], '...\nb'],
      ['---yaml', '---yaml\ntitle: A\n---\n', [['title', '"A"', '2:1', '2:8', 'A']], '---\n'],
      ['--- YML', '--- YML\ntitle: A\n---\n', [['title', '"A"', '2:1', '2:8', 'A']], '---\n'],
      [
        'dashes inside of the block',
        '---\na: |\n  ---\n  ----\nb: 1\n---\n',
        [
          ['a', '"---\\n----\\n"', '2:1', '2:4', null],
          ['b', '1', '5:1', '5:4', '1'],
        ],
        '---\n',
      ],
      [
        'a line separator (U+2028) before dashes',
        '---\na: x\u2028---\n---\n',
        [['a', '"x\u2028---"', '2:1', '2:4', 'x\u2028---']],
        '---\n',
      ],
      [
        'quotes and a comment',
        '---\nowner: "@a/b" # us\n---\n',
        [['owner', '"@a/b"', '2:1', '2:8', '"@a/b"']],
        '---\n',
      ],
      [
        'an empty value',
        '---\nowner:\nx: 1\n---\n',
        [
          ['owner', 'null', '2:1', '2:1', null],
          ['x', '1', '3:1', '3:4', '1'],
        ],
        '---\n',
      ],
      ['a list in a line', '---\nl: [a, "b"] # c\n---\n', [['l', '["a","b"]', '2:1', '2:4', '[a, "b"]']], '---\n'],
      [
        'a list in lines',
        '---\nl:\n  - a\n  - b # c\n# d\n---\n',
        [['l', '["a","b"]', '2:1', '3:3', '- a\n  - b']],
        '---\n',
      ],
      [
        'CRLF',
        '---\r\nl:\r\n  - a\r\n  - b\r\nx: 1\r\n---\r\nb',
        [
          ['l', '["a","b"]', '2:1', '3:3', '- a\r\n  - b'],
          ['x', '1', '5:1', '5:4', '1'],
        ],
        '---\r\nb',
      ],
      [
        'dates, also impossible ones, as text',
        '---\nd: 2022-18-05\n---\n',
        [['d', '"2022-18-05"', '2:1', '2:4', '2022-18-05']],
        '---\n',
      ],
      ['yes and no as text', '---\nd: yes\n---\n', [['d', '"yes"', '2:1', '2:4', 'yes']], '---\n'],
      [
        'an alias',
        '---\na: &x [1]\nb: *x\n---\n',
        [
          ['a', '[1]', '2:1', '2:7', null],
          ['b', '[1]', '3:1', '3:4', '*x'],
        ],
        '---\n',
      ],
      [
        'keys that are no words',
        '---\n1: a\ntrue: b\n---\n',
        [
          ['1', '"a"', '2:1', '2:4', 'a'],
          ['true', '"b"', '3:1', '3:7', 'b'],
        ],
        '---\n',
      ],
      [
        'TOML',
        '+++\ntitle = "A" # c\n[menu.main]\nweight = 1\n+++\nb',
        [
          ['title', '"A"', '2:1', '2:9', '"A"'],
          ['menu', '{"main":{"weight":1}}', '3:2', '3:2', null],
        ],
        '+++\nb',
      ],
      [
        'TOML dates as text',
        '+++\nd = 2022-02-31\nl = [2020-01-01, "x"]\n+++\n',
        [
          ['d', '"2022-02-31"', '2:1', '2:5', '2022-02-31'],
          ['l', '["2020-01-01","x"]', '3:1', '3:5', '[2020-01-01, "x"]'],
        ],
        '+++\n',
      ],
      [
        'TOML in several lines',
        '+++\na = """\nb = 1\n"""\nb = [\n 1, # x\n]\na-b.c = 1\n+++\n',
        [
          ['a', '"b = 1\\n"', '2:1', '2:5', '"""\nb = 1\n"""'],
          ['b', '[1]', '5:1', '5:5', '[\n 1, # x\n]'],
          ['a-b', '{"c":1}', '8:1', '8:1', null],
        ],
        '+++\n',
      ],
      [
        'JSON, also with tabs',
        '---json\n{\n\t"a": "x",\n\t"b": [1]\n}\n---\n',
        [
          ['a', '"x"', '3:2', '3:7', '"x"'],
          ['b', '[1]', '4:2', '4:7', '[1]'],
        ],
        '---\n',
      ],
    ];
  test.each(cases)('%s', (_, text, entries, rest) => {
    const read = readFrontMatter(PATH, text);
    expect(problemsOf(text, read)).toEqual(['read']);
    expect(entriesOf(text, read)).toEqual(entries);
    expect(read.state === 'read' && text.slice(read.block.insertAt)).toBe(rest);
    expect(read.state === 'read' && text.slice(read.bodyAt)).toBe(rest.split('\n').slice(1).join('\n'));
  });

  test('a nested value is found, and what is not there gives the nearest enclosing one', () => {
    const read = readFrontMatter(PATH, '---\nowner: [a, b]\nc:\n  by:\n    - x: 1\nd: &k {e: 1}\nf: *k\n---\n');
    const at = (...path: (string | number)[]) =>
      read.state === 'read' ? Object.values(read.block.at(path)).join(':') : '';
    expect([at('owner', 1), at('c', 'by', 0, 'x'), at('c', 'no'), at('f', 'e'), at('no')]).toEqual([
      '2:12',
      '5:10',
      '4:3',
      '7:4',
      '2:1',
    ]);
  });
});

describe('what is no front matter', () => {
  const cases: readonly [name: string, text: string, insertAt: number][] = [
    ['an empty file', '', 0],
    ['only a BOM', '\uFEFF', 1],
    ['no fence', '# Title\n', 0],
    ['four dashes', '----\na: 1\n----\n', 0],
    ['1 MiB of dashes', '-'.repeat(1024 * 1024), 0],
    ['a fence without a line', '---', 0],
    ['prose between two rules', '---\nRead this first. Then go on: all of it.\n---\nBody', 0],
    ['a list between two rules', '---\n- one\n- two\n---\n', 0],
    ['a heading between two rules', '---\n# Title\n\nSome text.\n---\n', 0],
    ['a rule and prose without a second one', '---\n\nNote: be careful.\n', 0],
    ['dashes with words', '--- cut here ---\nx\n', 0],
    ['a word and no second fence', '---title\nx\n', 0],
    ['template tags and no block', '<% content_for :title %>\n\n<h1>x</h1>\n---\na: 1\n---\n', 0],
    ['a comment, then prose between two rules', '<!-- x -->\n---\nNote: this\n---\n', 0],
  ];
  test.each(cases)('%s', (_, text, insertAt) => {
    expect(readFrontMatter(PATH, text)).toEqual({ state: 'none', insertAt });
  });
});

describe('what is wrong, where, and what to do', () => {
  const close = 'Write it as YAML between two lines `---`.';
  const only = 'only YAML, TOML and JSON are read, and nothing is ever run.';
  const keep = 'Keep one of the two sides and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`.';
  const flatter = 'Write less, and flatter, metadata.';
  const reserved = 'which YAML does not allow without quotes.';
  const colon = 'has a colon and a blank in it, which YAML reads as one more key.';
  const json = 'Write valid JSON: keys and texts in double quotes, no comma at the end, no comments.';
  const cases: readonly [name: string, text: string, ...problems: string[]][] = [
    ['code', '---js\n({})\n---\n', `1:4 The front matter is marked \`js\`; ${only} → ${close}`],
    [
      'code that nothing closes',
      '--- CoffeeScript\na: 1\n',
      `1:5 The front matter is marked \`CoffeeScript\`; ${only} → ${close}`,
    ],
    ['another word', '---xml\n<a/>\n---\n', `1:4 The front matter is marked \`xml\`; ${only} → ${close}`],
    ['semicolons', ';;;\n"a": 1\n;;;\n', `1:1 The front matter is marked \`;;;\`; ${only} → ${close}`],
    [
      'no second fence',
      '---\ntitle: A\nowner: b\n\nText.\n',
      '1:1 The front matter that begins here is never closed: there is no second line `---`. → Add a line `---` behind the last key, as line 4.',
    ],
    [
      'no second plus fence',
      '+++\ntitle = "A"\n',
      '1:1 The front matter that begins here is never closed: there is no second line `+++`. → Add a line `+++` behind the last key, as line 3.',
    ],
    [
      'a conflict',
      '---\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n---\n',
      `3:1 A merge conflict that was never settled begins here. → ${keep}`,
    ],
    [
      'a conflict in front of the second fence',
      '---\n<<<<<<< HEAD\nb: 1\n',
      `2:1 A merge conflict that was never settled begins here. → ${keep}`,
    ],
    [
      'too long',
      `---\na: ${'x'.repeat(16_384)}\n---\n`,
      '2:1 The metadata is 16,388 bytes long; at most 16,384 are read. → Shorten it, and move long texts to the body of the document.',
    ],
    [
      'NUL',
      '---\nowner: a\0\n---\n',
      '2:9 A control character (U+0000) stands here; metadata is plain text. → Delete the character.',
    ],
    [
      'a lone CR',
      '---\nowner: a\rtitle: b\n---\n',
      '2:9 A lone carriage return (CR) stands here; git and GitHub do not read it as the end of a line. → Save the file with LF or CRLF line ends.',
    ],
    [
      'lone CRs everywhere',
      '---\rowner: a\r---\r',
      '1:4 A lone carriage return (CR) stands here; git and GitHub do not read it as the end of a line. → Save the file with LF or CRLF line ends.',
    ],
    [
      'a team without quotes',
      '---\nowner: @acme/sre # us\n---\n',
      `2:8 \`owner\` begins with \`@\`, ${reserved} → Put the value in quotes: \`"@acme/sre"\`. !`,
    ],
    [
      'teams without quotes in lists',
      '---\no: [@a/b, "@c"]\np:\n  - @d\n---\n',
      `2:5 A value of \`o\` begins with \`@\`, ${reserved} → Put the value in quotes: \`"@a/b"\`. !`,
      `4:5 A value begins with \`@\`, ${reserved} → Put the value in quotes: \`"@d"\`. !`,
    ],
    [
      'a backtick',
      '---\ntitle: `x` y\n---\n',
      `2:8 \`title\` begins with a backtick, ${reserved} → Put the value in quotes: “"\`x\` y"”. !`,
    ],
    [
      'a second colon',
      '---\ntitle: A: b\nowner: @x\n---\n',
      `2:8 The value of \`title\` ${colon} → Put the value in quotes: \`"A: b"\`.`,
      `3:8 \`owner\` begins with \`@\`, ${reserved} → Put the value in quotes: \`"@x"\`. !`,
    ],
    [
      'no blank behind the colon',
      '---\nowner:@x\ntitle: b\n---\n',
      '2:1 A blank is missing behind `owner:`, so YAML does not see a key. → Write `owner: "@x"`.',
    ],
    [
      'a tab',
      '---\na:\n\tb: 1\n---\n',
      '3:1 A tab indents this line; YAML takes only blanks. → Indent with two blanks for each tab.',
    ],
    [
      'an open quote',
      '---\na: "x\nb: "y"\n---\n',
      '2:4 The quote that opens here (") is not closed on its line. → Close it: `"x"`.',
    ],
    [
      'a curly quote',
      '---\na: "x”\nb: y\n---\n',
      '2:4 The quote that opens here (") is not closed on its line; a curly quote does not close it. → Close it: `"x"`.',
    ],
    [
      'a wrong indent',
      '---\na:\n- x\n  owner:\n- y\n---\n',
      '4:3 `owner` is indented like no line above it, so YAML cannot tell what it belongs to. → Indent it like the keys it belongs with.',
    ],
    [
      'a wrong indent, CRLF',
      '---\r\na:\r\n- x\r\n  owner:\r\n- y\r\n---\r\n',
      '4:3 `owner` is indented like no line above it, so YAML cannot tell what it belongs to. → Indent it like the keys it belongs with.',
    ],
    [
      'a link',
      '---\nc: [a](b)\n---\n',
      '2:4 The value of `c` begins with `[`, which YAML reads as a list. → Put the value in quotes: `"[a](b)"`.',
    ],
    [
      'bold text',
      '---\nc: **a** b\n---\n',
      '2:4 The value of `c` begins with `*`, which YAML reads as an alias. → Put the value in quotes: `"**a** b"`.',
    ],
    [
      'a template tag',
      '---\nc: {{ x }}\n---\n',
      '2:5 A template tag (`{{ … }}`) is no text in YAML. → Put the value in quotes.',
    ],
    [
      'an unknown alias',
      '---\nc: *a\n---\n',
      '2:4 `*a` is an alias in YAML, and nothing above it is named `&a`. → Put the value in quotes if it is text.',
    ],
    [
      'a tag',
      '---\nc: !!js/function x\n---\n',
      '2:4 A tag (`!!js/function`) stands here; tags are not read. → Delete the tag, or put the value in quotes if it is text.',
    ],
    [
      'a merge key',
      '---\nd: &d {a: 1}\n<<: *d\n---\n',
      '3:1 A merge key (`<<`) stands here; merge keys are not read. → Write the keys out.',
    ],
    [
      'keys that are set twice',
      '---\na: 1\nb: 1\na: 2\nb: 2\n---\n',
      '4:1 `a` is set twice: on line 2 and here. → Keep one of the two.',
      '5:1 `b` is set twice: on line 3 and here. → Keep one of the two.',
    ],
    [
      '51 aliases',
      `---\na: &a 1\nb: [${'*a,'.repeat(51)}]\n---\n`,
      `3:155 More than 50 aliases (\`*name\`) are used. → ${flatter}`,
    ],
    [
      'an alias bomb',
      `---\na: &a [${'x,'.repeat(99)}]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n---\n`,
      `4:17 More than 5,000 values stand here, aliases counted each time. → ${flatter}`,
    ],
    [
      'an alias of itself',
      '---\na: &a [*a]\n---\n',
      `2:8 The values are nested more than 20 levels deep. → ${flatter}`,
    ],
    [
      'too deep',
      `---\na: ${'['.repeat(20)}1${']'.repeat(20)}\n---\n`,
      `2:24 The values are nested more than 20 levels deep. → ${flatter}`,
    ],
    [
      'too many values',
      `---\na: [${'1,'.repeat(5000)}]\n---\n`,
      `2:10001 More than 5,000 values stand here, aliases counted each time. → ${flatter}`,
    ],
    [
      'a second document',
      '---\na: 1\n--- b\n---\n',
      '3:1 A second YAML document begins here; only one is read. → Delete the line that begins with `---`.',
    ],
    [
      'a list of keys',
      '---\n- owner: a\n---\n',
      '2:1 The metadata is a list; it must be lines of `key: value`. → Write each value as `key: value`.',
    ],
    [
      'TOML between dashes',
      '---\ntitle = "A"\n---\n',
      '2:1 `title = …` is TOML, but the lines `---` around the block say that it is YAML. → Put `+++` in the place of both lines `---`, or write `key: value`. !',
    ],
    [
      'a blank line above',
      '\n\n---\ntitle: A\n---\n',
      '3:1 The front matter begins here; it is only read when it begins on line 1. → Delete the blanks above it. !',
    ],
    [
      'a comment above',
      '<!-- x -->\n---\ntitle: A\n---\n',
      '2:1 The front matter begins here; it is only read when it begins on line 1. → Move it to the top of the file, above everything else.',
    ],
    [
      'a template tag above',
      '<% x %>\n\n---\ntitle: A\n---\n',
      '3:1 The front matter begins here; it is only read when it begins on line 1. → Move it to the top of the file, above everything else.',
    ],
    [
      'TOML that is none',
      '+++\nd = 2020-01-01\na = = 1\n+++\n',
      '3:5 TOML cannot be read on from here: invalid value. → Write `key = "value"` lines.',
    ],
    ['JSON that is none', '---json\n{"a": 1,}\n---\n', `2:9 JSON cannot be read on from here. → ${json}`],
    ['JSON that ends', '---json\n{"a": 1\n---\n', `2:8 The JSON ends too early. → ${json}`],
    [
      'a key twice in JSON',
      '---json\n{"a": 1, "a": 2}\n---\n',
      '2:10 `a` is set twice: on line 2 and here. → Keep one of the two.',
    ],
    [
      'a template tag below another trap',
      '---\no: @a\nc: {{ x }}\n---\n',
      `2:4 \`o\` begins with \`@\`, ${reserved} → Put the value in quotes: \`"@a"\`. !`,
      '3:5 A template tag (`{{ … }}`) is no text in YAML. → Put the value in quotes.',
    ],
  ];
  test.each(cases)('%s', (_, text, ...problems) => {
    expect(problemsOf(text)).toEqual(['broken', ...problems]);
  });

  test('a second block is reported, and the first one is read', () => {
    const text = '---\ntitle: A\n---\n\n---\nowner: b\n---\n';
    expect(problemsOf(text)).toEqual([
      'read',
      '5:1 A second block of metadata begins here; only the first one is read. → Move its lines into the first block and delete it.',
    ]);
  });

  test('a value that YAML takes for a comment is a warning', () => {
    const text = '---\nowner_slack: #team\nb: # none\n---\n';
    expect(problemsOf(text)).toEqual([
      'read',
      '2:14 `owner_slack` is empty: in YAML `#` begins a comment. → Put the value in quotes: `"#team"`.',
    ]);
  });

  test('broken text gives the same problem every time', () => {
    const text = '---\nowner: [\n---\n';
    expect(problemsOf(text)).toEqual(problemsOf(text));
    expect(problemsOf(text)[0]).toBe('broken');
  });
});

describe('fixes', () => {
  const cases: readonly [name: string, text: string, mended: string][] = [
    ['a team is put in quotes', '---\r\nowner: @acme/sre # us\r\n---\r\n', '---\r\nowner: "@acme/sre" # us\r\n---\r\n'],
    [
      'all traps of a block at once',
      '\uFEFF---\no: [@a, `b]\nt: A: "b"\n---\n',
      '\uFEFF---\no: ["@a", "`b"]\nt: \'A: "b"\'\n---\n',
    ],
    ['tabs become blanks', '---\na:\n\tb: 1\n\tc:\n\t\td: 1\n---\n', '---\na:\n  b: 1\n  c:\n    d: 1\n---\n'],
    ['the second fence is added', '---\ntitle: A\nowner: b\n\nText\n', '---\ntitle: A\nowner: b\n---\n\nText\n'],
    ['the fences become those of TOML', '---\na = 1\n---\nb', '+++\na = 1\n+++\nb'],
    ['the block moves up', '<!-- x -->\n---\na: 1\n---\nb', '---\na: 1\n---\n<!-- x -->\nb'],
    ['a hash is put in quotes', '---\ns: #x\n---\n', '---\ns: "#x"\n---\n'],
  ];
  test.each(cases)('%s', (_, text, mended) => {
    const read = readFrontMatter(PATH, text);
    const edits = read.state === 'none' ? [] : read.problems.flatMap(({ fix }) => fix?.edits ?? []);
    expect(applyEdits(text, edits)).toBe(mended);
    expect(problemsOf(mended)).toEqual(['read']);
  });
});

describe('a file that is metadata as a whole', () => {
  test('is read from line 1, with a BOM too', () => {
    const text = '\uFEFFowner: a\r\nreview_in: 6 months\r\n';
    expect(entriesOf(text, readBlock('_procedures.yml', text))).toEqual([
      ['owner', '"a"', '1:1', '1:8', 'a'],
      ['review_in', '"6 months"', '2:1', '2:12', '6 months'],
    ]);
  });
  test('is a block without keys where it is empty', () => {
    expect(entriesOf('', readBlock('_procedures.yml', ''))).toEqual([]);
  });
  test('must be a map, without directives', () => {
    expect(problemsOf('', readBlock('_procedures.yml', 'prose'))).toEqual([
      'broken',
      '1:1 The metadata is a single value; it must be lines of `key: value`. → Write each value as `key: value`.',
    ]);
    expect(problemsOf('', readBlock('_procedures.yml', '# x\n%YAML 1.1\n---\na: 1\n'))).toEqual([
      'broken',
      '2:1 A line that begins with `%` is a YAML directive; none is read. → Delete the line.',
    ]);
  });
});

test('a part of a file is read with the positions and offsets of the file, and without edits where its path is not known', () => {
  const reading = readYaml('a: {b: 1}\n', { maxBytes: 100, firstLine: 5, offset: 40 });
  expect(reading.ok && [reading.at(['a', 'b']), reading.keyAt(['a', 'b']), reading.entries[0]?.valueSpan]).toEqual([
    { line: 5, column: 8 },
    { line: 5, column: 5 },
    [43, 49],
  ]);
  const broken = readYaml('a: @b\n', { maxBytes: 100 });
  expect(!broken.ok && broken.problems[0]?.fix).toEqual({
    text: 'Put the value in quotes: `"@b"`.',
    edits: [],
    certain: false,
  });
});
