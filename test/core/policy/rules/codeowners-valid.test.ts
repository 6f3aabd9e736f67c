import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, notCheckedBy, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'a pattern that GitHub skips',
    { head: { [CONFIG]: '', [CODEOWNERS]: '# ours\n!/secret/ @acme/dba\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:2:1',
        says: 'Invalid pattern "!/secret/": "!" does not negate in CODEOWNERS, and GitHub skips the line.',
        fix: 'Remove the "!", and give the files to nobody with a later line that has no owners.',
      },
    ],
  ],
  [
    'an owner that GitHub skips',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @acme/dba dba\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:22',
        says: 'Invalid owner "dba": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
    ],
  ],
  [
    'each line by itself',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/a/ nobody\r\n/b/ @acme/dba\r\n/c/ @@x\r\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:5',
        says: 'Invalid owner "nobody": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
      {
        level: 'warning',
        at: '.github/CODEOWNERS:3:5',
        says: 'Invalid owner "@@x": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
    ],
  ],
  [
    'a second file, and a third',
    { head: { [CONFIG]: '', [CODEOWNERS]: '', CODEOWNERS: '* @a\n', 'docs/CODEOWNERS': '* @a\n' } },
    [
      {
        level: 'warning',
        at: 'CODEOWNERS:1:1',
        says: 'GitHub ignores this file: .github/CODEOWNERS comes first.',
        fix: 'Move what is needed into .github/CODEOWNERS and delete this file.',
      },
      {
        level: 'warning',
        at: 'docs/CODEOWNERS:1:1',
        says: 'GitHub ignores this file: .github/CODEOWNERS comes first.',
        fix: 'Move what is needed into .github/CODEOWNERS and delete this file.',
      },
    ],
  ],
  [
    'a disputed point is a notice',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/app/[id]/ @acme/dba\n' } },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:1:1',
        says: 'Pattern "/app/[id]/" has square brackets: they are read here as part of the name, but GitHub may call the line invalid and skip it.',
        fix: 'Write "\\[" and "\\]" for brackets in a name; write one line for each character if you meant a range.',
      },
    ],
  ],
  [
    'a disputed point stays a notice where the rule is a failure',
    { head: { [CONFIG]: 'rules: {codeowners-valid: failure}\n', [CODEOWNERS]: '/app/[id]/ @acme/dba\nx y\n' } },
    [
      {
        level: 'notice',
        at: '.github/CODEOWNERS:1:1',
        says: 'Pattern "/app/[id]/" has square brackets: they are read here as part of the name, but GitHub may call the line invalid and skip it.',
        fix: 'Write "\\[" and "\\]" for brackets in a name; write one line for each character if you meant a range.',
      },
      {
        level: 'failure!',
        at: '.github/CODEOWNERS:2:3',
        says: 'Invalid owner "y": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
    ],
  ],
  [
    'over 3 MB',
    { head: { [CONFIG]: '', [CODEOWNERS]: { unreadable: 'too-large' } } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'The file is over 3 MB: GitHub does not load it, and no file has a code owner.',
        fix: 'Merge lines with wildcards until the file is under 3 MB.',
      },
    ],
  ],
  [
    'a symbolic link',
    { head: { [CONFIG]: '', [CODEOWNERS]: { unreadable: 'symlink' } } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:1',
        says: 'The file is a symbolic link, which GitHub does not follow: no file counts as having a code owner.',
        fix: 'Commit the file itself in its place.',
      },
    ],
  ],
  [
    'the file of the base is judged where the change does not touch it',
    {
      base: { [CONFIG]: '', [CODEOWNERS]: '/a/ nobody\n', [RUNBOOK]: '# A\n' },
      head: { [CONFIG]: '', [CODEOWNERS]: '/a/ nobody\n', [RUNBOOK]: '# A\nMore\n' },
    },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:5',
        says: 'Invalid owner "nobody": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
    ],
  ],
  [
    'a file in order',
    {
      head: {
        [CONFIG]: '',
        [CODEOWNERS]: '# ours\n\n* @acme/all # all of us\n/runbooks/ @acme/dba @jdoe ops@acme.com\n/drafts/\n',
      },
    },
    [],
  ],
  [
    'hostile: what is quoted cannot move the cursor',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/a/ \u001B[2J\u202E\n' } },
    [
      {
        level: 'warning',
        at: '.github/CODEOWNERS:1:5',
        says: 'Invalid owner "\\u{1b}[2J\\u{202e}": GitHub skips the whole line.',
        fix: 'Write the owner as "@organisation/team", "@user" or an e-mail address.',
      },
    ],
  ],
])('%s', (_, world, expected) => {
  expect(told('codeowners-valid', world)).toEqual(expected);
});

test('whether the owners exist is not checked without GitHub, and only where there is a CODEOWNERS', () => {
  const reason = 'needs GitHub: whether the owners that CODEOWNERS names exist and have write access';
  expect(notCheckedBy('codeowners-valid', { head: { [CODEOWNERS]: '' } })).toBe(reason);
  expect(notCheckedBy('codeowners-valid', { head: { [CODEOWNERS]: '' }, owners: {} })).toBeNull();
  expect(notCheckedBy('codeowners-valid', { head: { [RUNBOOK]: '' } })).toBeNull();
});
