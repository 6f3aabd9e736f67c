// test: the user story that the wish for a machine becomes, and the steps and inputs that are read from a procedure.
import { describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../../src/core/feedback/steps.ts';
import { userStory } from '../../../src/core/feedback/story.ts';
import { readProcedure } from '../../../src/core/procedure/read-procedure.ts';

const procedure = (text: string) =>
  readProcedure({
    path: 'runbooks/block.md',
    text,
    directories: [],
    defaults: [],
    settings: { aliases: {}, dates: 'iso', map: {}, organisation: 'acme' },
  } as unknown as Parameters<typeof readProcedure>[0]);

test('a procedure that says everything', () => {
  const text = `---
title: Block an address
purpose: keep an attacker out
services: [edge, shop]
requires: {permissions: [firewall:write], access: [bastion], tools: [nft]}
automation: {level: assisted, runs: [scripts/block.sh]}
---
# Block an address

1. Look up the **address** in \`/var/log/edge\`
   and note it
2. Run

   \`\`\`sh
   nft add element <table> $ADDRESS
   \`\`\`
3. \`\`\`sh
   echo \${ADDRESS} {{ ticket }}
   \`\`\`
`;
  expect(userStory(procedure(text))).toBe(`### User story

**As** an operator of \`edge\`, \`shop\`,
**I want** \`Block an address\` (\`runbooks/block.md\`) to be done by a machine,
**so that** \`keep an attacker out\`

**Steps**

1. \`Look up the address in /var/log/edge and note it\`
1. \`Run\`
1. \`echo \${ADDRESS} {{ ticket }}\`

**Inputs**

- \`table\`
- \`ADDRESS\`
- \`ticket\`

**Permissions**

- \`firewall:write\`
- \`bastion\`

**Tools**

- \`nft\`
- \`scripts/block.sh\`
`);
});

test('a procedure that says nothing asks for what is missing', () => {
  const story = userStory(procedure('# Block an address\n\nYou know how.\n'));
  for (const asked of [
    '**As** an operator,',
    'it is done the same way every time',
    'write them first',
    'None is named in its commands.',
    'find out first',
  ])
    expect(story).toContain(asked);
  expect(story).not.toContain('**Tools**');
});

describe('the steps are', () => {
  test.each<[string, string, readonly string[]]>([
    ['the items of a numbered list', '1. a\n2. b', ['a', 'b']],
    ['the longest of several lists', '1. a\n\nText\n\n1. b\n2. c', ['b', 'c']],
    ['without nested ones', '1. a\n   1. x\n   2. y\n   3. z\n2. b', ['a', 'b']],
    ['not the items of a list of points', '- a\n- b', []],
    ['the headings where nothing is numbered', '# Title\n\n## Check\n\nx\n\n### Mend\n', ['Check', 'Mend']],
    ['not in code', '```\n1. a\n```', []],
    [
      'at most twenty',
      Array.from({ length: 30 }, (_, n) => `${n + 1}. s${n}`).join('\n'),
      Array.from({ length: 20 }, (_, n) => `s${n}`),
    ],
  ])('%s', (_, text, steps) => {
    expect(stepsOf(procedure(text)).steps).toEqual(steps);
  });
});

describe('the inputs are', () => {
  test.each<[string, string, readonly string[]]>([
    ['what is to be filled in', '`kubectl drain <node> --for $TIME_OUT`', ['node', 'TIME_OUT']],
    ['each once', '`<node>` `<node>`', ['node']],
    ['not in running text', 'Take <node> and $HOME', []],
    ['not the words of a shell', '`echo $1 $(date) < file > out`', []],
    [
      'at most twelve',
      `\`${Array.from({ length: 20 }, (_, n) => `<n-${n}>`).join(' ')}\``,
      Array.from({ length: 12 }, (_, n) => `n-${n}`),
    ],
  ])('%s', (_, text, inputs) => {
    expect(stepsOf(procedure(text)).inputs).toEqual(inputs);
  });
});
