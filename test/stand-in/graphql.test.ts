// test/stand-in: queries against GitHub's own schema.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ask, installationToken } from './client.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { Repository } from './world.ts';

let github: StandIn;
let token: string;
let ops: Repository;

beforeAll(async () => {
  github = await startStandIn({ users: ['mallory'] });
  const files = Object.fromEntries(
    Array.from({ length: 120 }, (_, at) => [`runbooks/${at}.md`, `# Procedure ${at}\n`]),
  );
  const odd = { 'big.md': 'x'.repeat(600_000), 'image.png': Buffer.from([137, 80, 0, 1]), link: { symlink: 'big.md' } };
  const CODEOWNERS = '* @acme/sre\n';
  ops = await github.createRepository({ owner: 'acme', name: 'ops', files: { ...files, ...odd, CODEOWNERS } });
  github.setTeam({ organisation: 'acme', slug: 'leads', members: ['grace'], grants: { 'acme/ops': 'maintain' } });
  github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'], parent: 'leads' });
  github.setTeam({ organisation: 'acme', slug: 'hidden', privacy: 'secret' });
  await github.createBranch(ops, 'fix', { by: 'ada' });
  await github.commit(
    ops,
    'fix',
    { 'runbooks/0.md': null, 'runbooks/zero.md': { renamedFrom: 'runbooks/1.md' } },
    { author: 'ada' },
  );
  await github.openPull({ repository: ops, head: 'fix', title: 'Fix', author: 'ada' });
  const error = { line: 1, column: 3, kind: 'Unknown owner', message: 'Unknown owner on line 1', path: 'CODEOWNERS' };
  github.setCodeownersErrors(ops, 'main', [error]);
  token = await installationToken(github, 'acme');
});
afterAll(() => github.close());
let expected: readonly string[] = [];
let mark = 0;
afterEach(() => {
  expect(github.violations.slice(mark).map(({ problem }) => problem)).toEqual(expected);
  mark = github.violations.length;
  expected = [];
});

const query = async (text: string, variables: object = {}) =>
  (await ask(github, '/graphql', { method: 'POST', token, body: { query: text, variables } })).body;
const ofRepository = (fields: string) => query(`{ repository(owner: "acme", name: "ops") { ${fields} } }`);

test('a hundred blobs are one query', async () => {
  const names = Array.from(
    { length: 100 },
    (_, at) =>
      `b${at}: object(expression: "main:runbooks/${at}.md") { ... on Blob { text isTruncated isBinary byteSize oid } }`,
  );
  const body = (await ofRepository(names.join('\n'))) as { data: { repository: Record<string, { text: string }> } };
  expect(Object.values(body.data.repository).map(({ text }) => text)).toEqual(
    Array.from({ length: 100 }, (_, at) => `# Procedure ${at}\n`),
  );
});

const blobs: readonly { readonly what: string; readonly name: string; readonly blob: object | null }[] = [
  {
    what: 'a text over 512,000 bytes is cut',
    name: 'main:big.md',
    blob: { isTruncated: true, isBinary: false, byteSize: 600_000, text: 'x'.repeat(512_000) },
  },
  {
    what: 'a binary has no text',
    name: 'main:image.png',
    blob: { isTruncated: false, isBinary: true, byteSize: 4, text: null },
  },
  {
    what: 'a symlink is its target',
    name: 'main:link',
    blob: { isTruncated: false, isBinary: false, byteSize: 6, text: 'big.md' },
  },
  { what: 'no file is null', name: 'main:none.md', blob: null },
  { what: 'no branch is null', name: 'none:big.md', blob: null },
];
test.each(blobs)('$what', async ({ name, blob }) => {
  const body = await ofRepository(
    `object(expression: ${JSON.stringify(name)}) { ... on Blob { isTruncated isBinary byteSize text } }`,
  );
  expect(body).toEqual({ data: { repository: { object: blob } } });
});

test('branches, folders and commits are read', async () => {
  const body = await ofRepository(`
    nameWithOwner isPrivate visibility
    defaultBranchRef { name target { oid ... on Commit { messageHeadline tree { entries { name type mode } } } } }
    folder: object(expression: "fix:runbooks") { ... on Tree { entries { path } } }`);
  expect(body).toMatchObject({
    data: {
      repository: {
        ...{ nameWithOwner: 'acme/ops', isPrivate: true, visibility: 'PRIVATE' },
        defaultBranchRef: {
          name: 'main',
          target: { oid: github.branches('acme/ops')['main'], messageHeadline: 'Begin' },
        },
        folder: { entries: expect.arrayContaining([{ path: 'runbooks/zero.md' }]) },
      },
    },
  });
  expect(JSON.stringify(body)).toContain('{"name":"link","type":"blob","mode":40960}');
});

test('a pull request says its files, head and state', async () => {
  const fields =
    'state isDraft headRefOid isCrossRepository author { login } files(first: 10) { totalCount nodes { path changeType } }';
  expect(await ofRepository(`pullRequest(number: 1) { ${fields} }`)).toEqual({
    data: {
      repository: {
        pullRequest: {
          ...{
            state: 'OPEN',
            isDraft: false,
            headRefOid: github.branches('acme/ops')['fix'],
            isCrossRepository: false,
            author: { login: 'ada' },
          },
          files: {
            totalCount: 2,
            nodes: [
              { path: 'runbooks/0.md', changeType: 'DELETED' },
              { path: 'runbooks/zero.md', changeType: 'RENAMED' },
            ],
          },
        },
      },
    },
  });
});

test('a team says its members with its children’s, its privacy, and what it may do', async () => {
  const fields =
    'slug privacy members(first: 10) { nodes { login } } repositories(first: 10, query: "ops") { edges { permission node { name } } }';
  expect(
    await query(
      `{ organization(login: "acme") { leads: team(slug: "leads") { ${fields} } hidden: team(slug: "hidden") { privacy } none: team(slug: "none") { slug } } }`,
    ),
  ).toEqual({
    data: {
      organization: {
        leads: {
          ...{ slug: 'leads', privacy: 'VISIBLE', members: { nodes: [{ login: 'ada' }, { login: 'grace' }] } },
          repositories: { edges: [{ permission: 'MAINTAIN', node: { name: 'ops' } }] },
        },
        hidden: { privacy: 'SECRET' },
        none: null,
      },
    },
  });
});

test('the errors of CODEOWNERS are those the test gave', async () => {
  const body = await ofRepository('codeowners(refName: "main") { errors { line kind message path } }');
  const error = { line: 1, kind: 'Unknown owner', message: 'Unknown owner on line 1', path: 'CODEOWNERS' };
  expect(body).toEqual({ data: { repository: { codeowners: { errors: [error] } } } });
});

test('pages follow their cursors', async () => {
  const page = (after: string) =>
    ofRepository(
      `ref(qualifiedName: "main") { target { ... on Commit { history(first: 1${after}) { totalCount pageInfo { hasNextPage endCursor } } } } }`,
    );
  const first = JSON.stringify(await page(''));
  expect(first).toContain('"totalCount":1,"pageInfo":{"hasNextPage":false');
});

const errors: readonly {
  readonly what: string;
  readonly text: string;
  readonly error: object;
  readonly violations?: readonly string[];
}[] = [
  {
    what: 'a repository that is not there',
    text: '{ repository(owner: "acme", name: "none") { name } }',
    error: {
      type: 'NOT_FOUND',
      path: ['repository'],
      message: "Could not resolve to a Repository with the name 'acme/none'.",
    },
  },
  {
    what: 'a pull request that is not there',
    text: '{ repository(owner: "acme", name: "ops") { pullRequest(number: 99) { title } } }',
    error: { type: 'NOT_FOUND', path: ['repository', 'pullRequest'] },
  },
  {
    what: 'a connection without its bounds',
    text: '{ repository(owner: "acme", name: "ops") { pullRequests { totalCount } } }',
    error: { type: 'MISSING_PAGINATION_BOUNDARIES' },
  },
  {
    what: 'more than a hundred',
    text: '{ repository(owner: "acme", name: "ops") { pullRequests(first: 101) { totalCount } } }',
    error: { type: 'EXCESSIVE_PAGINATION' },
  },
  {
    what: 'a field that GitHub does not have',
    text: '{ repository(owner: "acme", name: "ops") { nmae } }',
    error: { message: 'Cannot query field "nmae" on type "Repository". Did you mean "name"?' },
    violations: ['Cannot query field "nmae" on type "Repository". Did you mean "name"?'],
  },
  {
    what: 'a field that only the stand-in lacks',
    text: '{ repository(owner: "acme", name: "ops") { diskUsage } }',
    error: { message: 'The stand-in does not know Repository.diskUsage.' },
    violations: ['the stand-in does not know Repository.diskUsage'],
  },
  {
    what: 'a query that does not parse',
    text: '{ repository(',
    error: { message: 'Syntax Error: Expected Name, found <EOF>.' },
    violations: ['Syntax Error: Expected Name, found <EOF>.'],
  },
];
test.each(errors)('$what', async ({ text, error, violations = [] }) => {
  expect(await query(text)).toMatchObject({ errors: [error] });
  expected = violations;
});

test('a token without the permission is told so, field by field', async () => {
  const narrow = await installationToken(github, 'acme', { permissions: { issues: 'read' } });
  const text = '{ repository(owner: "acme", name: "ops") { name object(expression: "main:CODEOWNERS") { oid } } }';
  const { body } = await ask(github, '/graphql', { method: 'POST', token: narrow, body: { query: text } });
  expect(body).toMatchObject({
    data: { repository: { name: 'ops', object: null } },
    errors: [{ type: 'FORBIDDEN', path: ['repository', 'object'], message: 'Resource not accessible by integration' }],
  });
});

test('nobody gets a 401', async () => {
  expect((await ask(github, '/graphql', { method: 'POST', body: { query: '{ viewer { login } }' } })).status).toBe(401);
});
