import { expect, test } from '@jest/globals';
import { CODEOWNERS, CONFIG, type RuleCase, told } from './told.ts';

const RUNBOOK = 'runbooks/a.md';

test.each<RuleCase>([
  [
    'one person, told where the name stands',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\ntitle: A\nowner: "@jdoe"\n---\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:8',
        says: '@jdoe is one person: nobody owns the procedure while they are away.',
        fix: 'Name the team as the owner, and the person under `contacts`.',
      },
    ],
  ],
  [
    'one person that CODEOWNERS gives, told at the first line',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @jdoe\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: '@jdoe is one person: nobody owns the procedure while they are away.',
        fix: 'Name the team as the owner, and the person under `contacts`.',
      },
    ],
  ],
  [
    'one person that the defaults give',
    { head: { [CONFIG]: 'defaults: {owner: "@jdoe"}\n', [RUNBOOK]: '# A\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:1:1',
        says: '@jdoe is one person: nobody owns the procedure while they are away.',
        fix: 'Name the team as the owner, and the person under `contacts`.',
      },
    ],
  ],
  ['a team', { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: "@acme/dba"\n---\n' } }, []],
  ['nobody', { head: { [CONFIG]: '', [RUNBOOK]: '# A\n' } }, []],
  [
    'a team first, then a person',
    { head: { [CONFIG]: '', [RUNBOOK]: '---\nowner: ["@acme/dba", "@jdoe"]\n---\n' } },
    [],
  ],
  [
    'a block that cannot be read is front-matter-parses, alone',
    { head: { [CONFIG]: '', [CODEOWNERS]: '/runbooks/ @jdoe\n', [RUNBOOK]: '---\nowner: @acme/sre\n---\n' } },
    [],
  ],
])('%s', (_, world, expected) => {
  expect(told('owner-is-team', world)).toEqual(expected);
});
