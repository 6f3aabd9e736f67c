import { expect, test } from '@jest/globals';
import { CONFIG, type RuleCase, told } from './told.ts';

const FIX = 'Set `risk` to what happens when this goes wrong: `medium`, `high` or `critical`; or take the command out.';
const A = 'runbooks/a.md';
const page = (body: string, risk = 'risk: low') => ({ head: { [CONFIG]: '', [A]: `---\n${risk}\n---\n${body}` } });
const says = (at: string, what: string) => [
  { level: 'notice', at: `${A}:${at}`, says: `The risk is low, and this line ${what}.`, fix: FIX },
];

test.each<RuleCase>([
  [
    'a command in a fence',
    page('```sh\nrm -rf /srv\n```\n'),
    says('5:1', 'deletes files and folders for good: `rm -rf /srv`'),
  ],
  [
    'behind a prompt, in a list',
    page('1. Go\n\n   ```console\n   $ terraform destroy\n   Destroyed!\n   ```\n'),
    says('7:6', 'destroys infrastructure: `terraform destroy`'),
  ],
  ['what a prompt prints is output', page('```console\n$ echo a\nrm -rf /srv\n```\n'), []],
  [
    'a continued line',
    page('```bash\naws ec2 terminate-instances \\\n  --instance-ids i-1\n```\n'),
    says('5:1', 'deletes or ends a cloud resource: `aws ec2 terminate-instances --instance-ids i-1`'),
  ],
  [
    'a statement over several lines',
    page('```sql\nSELECT 1;\nDELETE\nFROM orders;\n```\n'),
    says('6:1', 'deletes every row of a table: `DELETE FROM orders;`'),
  ],
  ['a statement with a condition below', page('```sql\nDELETE FROM orders\nWHERE id = 1;\n```\n'), []],
  [
    'a step of an automation document',
    page('```yaml\nmainSteps:\n  - action: aws:executeAwsApi\n    inputs:\n      Api: TerminateInstances\n```\n'),
    says('8:7', 'deletes or ends a cloud resource: `Api: TerminateInstances`'),
  ],
  [
    'a script in YAML',
    page('```yaml\nsteps:\n  - run: rm -rf /srv/data\n```\n'),
    says('6:3', 'deletes files and folders for good: `- run: rm -rf /srv/data`'),
  ],
  [
    'a call in Python',
    page('```python\nec2.terminate_instances(InstanceIds=ids)\n```\n'),
    says('5:1', 'deletes or ends a cloud resource: `ec2.terminate_instances(InstanceIds=ids)`'),
  ],
  [
    'what the automation runs',
    page('# A\n', 'risk: low\nautomation: {level: automated, runs: [AWS-TerminateEC2Instance]}'),
    says('3:1', 'deletes or ends what it is run on: `AWS-TerminateEC2Instance`'),
  ],
  [
    'two lines',
    page('```\nchmod -R 777 /srv\nkubectl delete ns shop\n```\n'),
    says(
      '5:1',
      'gives permissions on files to others: `chmod -R 777 /srv`; one more line deletes resources of the cluster',
    ),
  ],
  [
    'three lines',
    page('```\nufw disable\nkubectl delete ns shop\ndropdb orders\n```\n'),
    says('5:1', 'opens the firewall: `ufw disable`; 2 more lines are of that kind'),
  ],
  [
    'a backtick in the command',
    page('```sh\nrm -rf `pwd`\n```\n'),
    says('5:1', 'deletes files and folders for good: “rm -rf `pwd`”'),
  ],
  [
    'AsciiDoc',
    { head: { [CONFIG]: '', 'runbooks/a.adoc': '---\nrisk: low\n---\n[source,bash]\n----\nufw disable\n----\n' } },
    [{ ...says('6:1', 'opens the firewall: `ufw disable`')[0], at: 'runbooks/a.adoc:6:1' } as never],
  ],
  ['medium', page('```sh\nrm -rf /srv\n```\n', 'risk: medium'), []],
  ['no risk counts as medium', page('```sh\nrm -rf /srv\n```\n', 'title: A'), []],
  ['outside a fence', page('Never run `rm -rf /srv`.\n'), []],
  ['a comment', page('```sh\n# rm -rf /srv\n```\n'), []],
  ['another language', page('```ruby\nrm -rf /srv\n```\n'), []],
  ['tried only', page('```sh\nkubectl delete ns shop --dry-run=client\n```\n'), []],
  ['a rule of dashes opens nothing', page('----\nrm -rf /srv\n----\n'), []],
  ['a longer fence holds a shorter one', page('````markdown\n```sh\nrm -rf /srv\n```\n````\n'), []],
])('%s', (_, world, expected) => {
  expect(told('risk-plausible', world)).toEqual(expected);
});

test.each([
  ['one long line', '`'.repeat(3) + `sh\n${'rm '.repeat(300_000)}\n`],
  ['many fences', '```\n'.repeat(250_000)],
  ['many quotes', `\`\`\`sh\n${`"'$(`.repeat(200_000)}\n`],
  ['many lines', `\`\`\`sh\n${'sudo sudo x | y\n'.repeat(60_000)}`],
  ['one statement', `\`\`\`sql\n${'DELETE FROM a\n'.repeat(70_000)}`],
])('%s does not hang it', (_, body) => {
  told('risk-plausible', page(body));
});
