// test/core/procedure: metadata in the text is found where people put it.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bodyMetadataOf } from '../../../src/core/procedure/body-metadata.ts';
import { readFrontMatter } from '../../../src/core/procedure/read-front-matter.ts';

function found(text: string): readonly (readonly unknown[])[] {
  const frontMatter = readFrontMatter('a.md', text);
  return bodyMetadataOf({ text, frontMatter }).map(({ key, written, value, at }) => [
    key,
    written,
    value,
    `${at.line}:${at.column}`,
  ]);
}

test.each([
  ['> **Last Reviewed:** 2024-05-01', [['last_reviewed_on', '2024-05-01', '2024-05-01', '1:22']]],
  ['**Owner:** @acme/sre', [['owner', '@acme/sre', '@acme/sre', '1:12']]],
  ['- __Owner__: `@acme/sre`', [['owner', '@acme/sre', '@acme/sre', '1:14']]],
  ['*Review cycle:* quarterly', [['review_in', 'quarterly', '3 months', '1:17']]],
  ['Owner: @acme/sre', [['owner', '@acme/sre', '@acme/sre', '1:8']]],
  [
    '**Owner:** [SRE](https://github.com/orgs/acme/teams/sre)',
    [['owner', 'https://github.com/orgs/acme/teams/sre', '@acme/sre', '1:12']],
  ],
  ['**Owner:** Jane Doe', [['owner', 'Jane Doe', null, '1:12']]],
  ['**Last reviewed:** May 3rd, 2024', [['last_reviewed_on', 'May 3rd, 2024', '2024-05-03', '1:20']]],
  ['**Last reviewed:** 2022-02-31', [['last_reviewed_on', '2022-02-31', null, '1:20']]],
  ['**Risk level:** High', [['risk', 'High', 'high', '1:17']]],
  ['**Slack channel:** #ops', [['contacts', '#ops', '#ops', '1:20']]],
  [
    '**Owner:** @acme/a | **Next review:** 2027-01-01',
    [
      ['owner', '@acme/a', '@acme/a', '1:12'],
      ['next_review_on', '2027-01-01', '2027-01-01', '1:39'],
    ],
  ],
  [
    '| Owner | @acme/sre |\n|---|---|\n| **Last review** | 2024-05-01 |',
    [
      ['owner', '@acme/sre', '@acme/sre', '1:11'],
      ['last_reviewed_on', '2024-05-01', '2024-05-01', '3:21'],
    ],
  ],
  [
    '| Owner | Last Reviewed |\n| --- | --- |\n| @acme/sre | 2024-05-01 |',
    [
      ['owner', '@acme/sre', '@acme/sre', '3:3'],
      ['last_reviewed_on', '2024-05-01', '2024-05-01', '3:15'],
    ],
  ],
  ['<!-- owner: @acme/sre -->', [['owner', '@acme/sre', '@acme/sre', '1:13']]],
  [
    '<!--\nowner: @acme/sre\nlast_reviewed_on: 2024-05-01\n-->',
    [
      ['owner', '@acme/sre', '@acme/sre', '2:8'],
      ['last_reviewed_on', '2024-05-01', '2024-05-01', '3:19'],
    ],
  ],
  [
    "<!--* freshness: { owner: 'sam' reviewed: '2020-01-31' review_interval: '6 months' } *-->",
    [
      ['owner', 'sam', null, '1:28'],
      ['last_reviewed_on', '2020-01-31', '2020-01-31', '1:44'],
      ['review_in', '6 months', '6 months', '1:74'],
    ],
  ],
  ["---\ntitle: x\n---\n<!--*\nfreshness: { owner: 'sam' }\n*-->", [['owner', 'sam', null, '5:22']]],
])('%j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ['a placeholder', '**Owner:** TBD\n**Last reviewed:** <date>\n**Next review:** [YYYY-MM-DD]\n'],
  ['code', '```\n**Owner:** @acme/sre\n```\n'],
  ['another label', '**Data Owner:** @acme/sre\n'],
  ['prose', 'The owner: is somebody.\n**The owner** is @acme/sre.\n'],
  ['a table of roles', '| Role | Does | When |\n|---|---|---|\n| Owner | decides | always |\n'],
  ['a table of actions', '| Gap | Fix | Owner | Target |\n|---|---|---|---|\n| a | b | c | d |\n'],
  ['the front matter', '---\nowner: "@acme/sre"\n---\n# T\n'],
  ['a plain label far down', `${'\n'.repeat(50)}Owner: @acme/sre\n`],
])('%s is not metadata', (_, text) => {
  expect(found(text)).toEqual([]);
});

const corpus = join(import.meta.dirname, '../../../../shared/corpora/aws-samples_aws-incident-response-playbooks');
const onCorpus = existsSync(corpus) ? test : test.skip;

onCorpus(
  'the playbooks of aws-samples say in the text when they were reviewed (skipped where ../shared is missing)',
  () => {
    const files = globSync('playbooks/**/*.md', { cwd: corpus });
    const dated = files.filter((path) =>
      found(readFileSync(join(corpus, path), 'utf8')).some(([key]) => key === 'last_reviewed_on'),
    );
    expect([files.length, dated.length]).toEqual([14, 10]);
  },
);
