// test/core/procedure: layers, defaults and what a procedure is without any metadata.
import { expect, test } from '@jest/globals';
import { type DefaultsBlock, readDirectoryDefaults } from '../../../src/core/procedure/directory-defaults.ts';
import { read, SETTINGS, told, withFrontMatter } from './read.ts';

function defaults(path: string, ...lines: readonly string[]): DefaultsBlock {
  const { block, problems } = readDirectoryDefaults(path, lines.join('\n'), SETTINGS);
  expect(problems.map(told)).toEqual([]);
  if (!block) throw new Error(`${path} gives nothing`);
  return block;
}

const near = defaults('docs/runbooks/_procedures.yml', 'owner: "@acme/near"');
const far = defaults('docs/_procedures.yml', 'owner: "@acme/far"', 'risk: high');
const repository = defaults('.github/runbook-steward.yml', 'risk: low', 'review_in: 6 months');
const organisation = defaults('runbook-steward.yml', 'review_in: 1 year', 'status: draft');
const layers = { directories: [near, far], repository, organisation };

test('the file comes first, then the nearest directory, the repository, the organisation', () => {
  const { metadata, status } = read(withFrontMatter('owner: "@acme/file"'), {}, layers);
  expect(metadata.owner?.source).toEqual({
    layer: 'file',
    path: 'docs/runbooks/a.md',
    at: { line: 2, column: 1 },
    key: 'owner',
  });
  expect(metadata.risk?.source).toEqual({
    layer: 'directory',
    path: 'docs/_procedures.yml',
    at: { line: 2, column: 1 },
    key: 'risk',
  });
  expect(metadata.reviewIn?.source).toEqual({
    layer: 'repository',
    path: '.github/runbook-steward.yml',
    at: { line: 2, column: 1 },
    key: 'review_in',
  });
  expect(metadata.status?.source.layer).toBe('organisation');
  expect(status).toBe('draft');
});

test('the nearest directory beats those above it', () => {
  const { metadata } = read('# A\n', {}, layers);
  expect(metadata.owner?.value[0]?.owner?.handle).toBe('@acme/near');
  expect(metadata.owner?.span).toBeNull();
});

test('a value of the file that cannot be used is not replaced by a default', () => {
  const { metadata } = read(withFrontMatter('risk: hihg', 'owner: Jane Doe'), {}, layers);
  expect(metadata.risk).toBeNull();
  expect(metadata.owner?.value).toEqual([
    { written: 'Jane Doe', owner: null, via: 'handle', at: { line: 3, column: 8 } },
  ]);
});

test('mistakes in defaults are not told in the procedures', () => {
  const { block } = readDirectoryDefaults('docs/_procedures.yml', 'owner: Jane Doe\nfoo: 1\n', SETTINGS);
  expect(read('# A\n', {}, { directories: block ? [block] : [] }).problems).toEqual([]);
});

test('the span of a value is what is written, quotes included', () => {
  const text = withFrontMatter('owner:  "@acme/sre"  # who');
  const [start, end] = read(text).metadata.owner?.span ?? [0, 0];
  expect(text.slice(start, end)).toBe('"@acme/sre"');
});

test('without metadata the path is the id, the heading the title, and it is an active runbook', () => {
  const procedure = read('# Restart the ledger\n');
  expect(procedure).toMatchObject({
    id: 'docs/runbooks/a.md',
    title: 'Restart the ledger',
    type: 'runbook',
    status: 'active',
    format: 'markdown',
    problems: [],
  });
});

test('broken front matter gives no metadata, and says why', () => {
  const { metadata, problems, title } = read('---\nowner: @acme/sre\n---\n# T\n', {}, { directories: [] });
  expect(metadata.owner).toBeNull();
  expect(problems.map(({ rule, at }) => [rule, at.line])).toEqual([['front-matter-parses', 2]]);
  expect(title).toBe('T');
});

test('TOML and JSON give the same metadata', () => {
  const toml = read('+++\nowner = "@acme/sre"\nlast_reviewed_on = 2024-05-03\n+++\n# T\n');
  const json = read('---json\n{"owner": "@acme/sre", "last_reviewed_on": "2024-05-03"}\n---\n# T\n');
  for (const { metadata } of [toml, json]) {
    expect(metadata.owner?.value[0]?.owner?.handle).toBe('@acme/sre');
    expect(metadata.lastReviewedOn?.value.date).toBe('2024-05-03');
  }
});

test.each([
  [
    'ownr: "@acme/x"',
    ['metadata-valid warning 1:1 `ownr` is not a key of metadata, so it does not count. → Write `owner`.'],
  ],
  ['layout: post', []],
  [
    'weight: 3',
    ['metadata-valid warning 1:1 `weight` is not a key of metadata, so it does not count. → Take `weight` out.'],
  ],
  [
    'id: x',
    [
      'metadata-valid warning 1:1 `id` belongs to one procedure; as a default it does not count. → Take `id` out, or write it in the procedure.',
    ],
  ],
  [
    'last_reviewed: 2022-02-31',
    [
      'metadata-valid warning 1:1 `last_reviewed` belongs to one procedure; as a default it does not count. → Take `last_reviewed` out, or write it in the procedure.',
    ],
  ],
  [
    'owner: a/b\nowners: c/d',
    ['metadata-valid warning 2:1 `owner` and `owners` say the same; `owner` counts. → Take `owners` out.'],
  ],
  [
    'risk: hgih',
    [
      'metadata-valid 1:7 `risk` is `hgih`, which is none of `low`, `medium`, `high` or `critical`. → Write `risk: high`. (edit)',
    ],
  ],
  ['- a', ['front-matter-parses 1:1 The file is not a map of metadata. → Write one `key: value` on each line.']],
  ['', []],
])('_procedures.yml with %j', (text, expected) => {
  const { problems } = readDirectoryDefaults('_procedures.yml', text, SETTINGS);
  expect(problems.map(told)).toEqual(expected);
});

test('what belongs to one procedure is never inherited', () => {
  const { block } = readDirectoryDefaults(
    '_procedures.yml',
    'id: x\ntitle: T\nlast_reviewed_on: 2024-01-01\n',
    SETTINGS,
  );
  const { metadata, id, title } = read('# A\n', {}, { directories: block ? [block] : [] });
  expect([id, title, metadata.lastReviewedOn]).toEqual(['docs/runbooks/a.md', 'A', null]);
});

test('a broken _procedures.yml gives nothing and says where', () => {
  const { block, problems } = readDirectoryDefaults('_procedures.yml', 'risk: low\nowner: @acme/x\n', SETTINGS);
  expect(block).toBeNull();
  expect(problems.map(({ rule, at }) => [rule, at.line])).toEqual([['front-matter-parses', 2]]);
});
