import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const ON = { [CONFIG]: 'rules: {sections-present: notice}\n' };
const ALL = '# Fail over\n## Outcome\n## Prerequisites\n## Steps\n## If it fails\n## Escalation\n';
const at = (text: string) => ({ head: { ...ON, 'runbooks/a.md': text } });

test.each<RuleCase>([
  [
    'none of them',
    at('# A\n'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No section for: desired outcome, tools, permissions, steps, error handling, escalation.',
        fix: 'Add a heading for each, even if it only says "none".',
      },
    ],
  ],
  [
    'all but one',
    at(ALL.replace('## Escalation\n', '')),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No section for: escalation.',
        fix: 'Add a heading for each, even if it only says "none".',
      },
    ],
  ],
  [
    'headings in code are none',
    at(`${ALL.replace('## Steps\n', '')}\n\`\`\`\n## Steps\n\`\`\`\n`),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No section for: steps.',
        fix: 'Add a heading for each, even if it only says "none".',
      },
    ],
  ],
  ['all of them', at(ALL), []],
  [
    'all of them in other words',
    at('# A\n\nPurpose\n-------\n### Tools and roles ###\n#### How to\n## Rollback\n## Who to call\n'),
    [],
  ],
  ['of a reference nothing is expected', at('---\ntype: reference\n---\n'), []],
  ['of a policy nothing is expected', at('---\ntype: policy\n---\n'), []],
  [
    'of a playbook they are',
    at(`---\ntype: playbook\n---\n${ALL.replace('## Steps\n', '')}`),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: 'No section for: steps.',
        fix: 'Add a heading for each, even if it only says "none".',
      },
    ],
  ],
  ['off by default', { head: { [CONFIG]: '', 'runbooks/a.md': '# A\n' } }, []],
  [
    'on for some files only',
    {
      head: {
        [CONFIG]: 'overrides: [{files: ["runbooks/db/**"], rules: {sections-present: failure}}]\n',
        'runbooks/db/a.md': '# A\n',
        'runbooks/b.md': '# B\n',
      },
    },
    [
      {
        level: 'failure!',
        at: 'runbooks/db/a.md:1:1',
        says: 'No section for: desired outcome, tools, permissions, steps, error handling, escalation.',
        fix: 'Add a heading for each, even if it only says "none".',
      },
    ],
  ],
  ['hostile: a heading of 100,000 characters', at(`# ${'if '.repeat(33_000)}\n${ALL}`), []],
])('%s', (_, world, expected) => {
  expect(told('sections-present', world)).toEqual(expected);
});
