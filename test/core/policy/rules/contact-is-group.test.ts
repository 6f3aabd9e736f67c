import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const at = (contacts: string) => ({
  head: { [CONFIG]: '', 'runbooks/a.md': `---\ntitle: A\ncontacts: ${contacts}\n---\n` },
});

test.each<RuleCase>([
  [
    'first name and last name',
    at('jane.doe@acme.com'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact jane.doe@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'with mailto:',
    at('"mailto:jane_doe2@acme.com"'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact mailto:jane_doe2@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'free mail',
    at('janed@gmail.com'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact janed@gmail.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'each of a list',
    at('["#db", jane.doe@acme.com, {name: Joe, value: joe.bloggs@acme.com}]'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact jane.doe@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact joe.bloggs@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'in a map',
    at('{slack: "#db", mail: jane.doe@acme.com}'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact jane.doe@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    "a surname with a team's word in it is a person's",
    at('["sally.allen@acme.com", "enoch.hallam@acme.com", "jo.infante@acme.com"]'),
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact enoch.hallam@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact jo.infante@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
      {
        level: 'notice',
        at: 'runbooks/a.md:3:1',
        says: "The contact sally.allen@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'under an alias',
    { head: { [CONFIG]: '', 'runbooks/a.md': '---\nescalation_contact: jane.doe@acme.com\n---\n' } },
    [
      {
        level: 'notice',
        at: 'runbooks/a.md:2:1',
        says: "The contact jane.doe@acme.com is one person's mailbox.",
        fix: 'Name a channel, a rota or a shared mailbox that somebody always reads.',
      },
    ],
  ],
  [
    'shared mailboxes',
    at(
      '[dba-team@acme.com, on.call@acme.com, oncall.dba@acme.com, data_ops@acme.com, devops.lead@acme.com, help.desk@acme.com, sre@acme.com, platform.infra@gmail.com, info.all@acme.com]',
    ),
    [],
  ],
  ['one word at the company is not known to be a person', at('payments@acme.com'), []],
  [
    'channels, handles and numbers',
    at('["#jane.doe", "@jdoe", "+44 20 7946 0000", "https://acme.pagerduty.com/x@y.z"]'),
    [],
  ],
  [
    'a contact that _procedures.yml gives is not told in every file',
    { head: { [CONFIG]: '', 'runbooks/_procedures.yml': 'contacts: jane.doe@acme.com\n', 'runbooks/a.md': '' } },
    [],
  ],
  [
    'a block that cannot be read',
    { head: { [CONFIG]: '', 'runbooks/a.md': '---\ncontacts: jane.doe@acme.com\nowner: @x\n---\n' } },
    [],
  ],
  ['hostile: 5,000 characters before the @', at(`"${'a.'.repeat(2500)}@acme.com"`), []],
])('%s', (_, world, expected) => {
  expect(told('contact-is-group', world)).toEqual(expected);
});
