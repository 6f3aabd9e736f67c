// github: the paths of a commit, also where GitHub cuts the list; and changes that are told by two of them.
import { describe, expect, test } from '@jest/globals';
import { changesBetween, completed } from '../../src/github/complete-changes.ts';
import type { GitHub, Reply, Request } from '../../src/github/github.ts';
import { createMemory } from '../../src/github/memory.ts';
import type { PullFacts } from '../../src/github/pull-facts.ts';
import type { ChangedFile } from '../../src/github/read-changes.ts';
import { readTree } from '../../src/github/read-tree.ts';

const OPS = { owner: 'acme', name: 'ops' };
type Item = readonly [path: string, type: 'blob' | 'tree' | 'commit', sha: string, mode?: string];

/** GitHub with these answers, by what is asked: `sha`, or `sha *` for a recursive list. A list of null is one that GitHub cuts. */
function withTrees(
  trees: Readonly<Record<string, readonly Item[] | null>>,
  more: (request: Request) => unknown = () => null,
) {
  const asked: string[] = [];
  const send = async (request: Request): Promise<Reply> => {
    const { tree_sha, recursive } = request.parameters;
    if (tree_sha === undefined) return { status: 200, headers: {}, data: more(request) };
    const key = `${tree_sha}${recursive === undefined ? '' : ' *'}`;
    asked.push(key);
    const items = trees[key];
    if (items === undefined) throw Object.assign(new Error('Not Found'), { status: 404, response: { headers: {} } });
    const tree = (items ?? []).map(([path, type, sha, mode = '100644']) => ({ path, type, sha, mode }));
    return { status: 200, headers: {}, data: { tree, truncated: items === null } };
  };
  const github: GitHub = { installation: 1, appId: 1, rights: {}, send, memory: createMemory(() => 0) };
  return { github, asked };
}

const paths = async (trees: Parameters<typeof withTrees>[0]) =>
  (await readTree(withTrees(trees).github, OPS, 'root')).map(({ path }) => path);

describe('a tree', () => {
  test('is one request, in code-point order, without its folders', async () => {
    const items: Item[] = [
      ['b', 'tree', '2'],
      ['b/ﬁ', 'blob', '3'],
      ['b/😀', 'blob', '4'],
      ['a', 'commit', '5'],
    ];
    expect(await paths({ 'root *': items })).toEqual(['a', 'b/ﬁ', 'b/😀']);
  });

  test('that is cut is read folder by folder, as deep as it takes', async () => {
    expect(
      await paths({
        'root *': null,
        root: [
          ['a', 'tree', 'A'],
          ['b', 'tree', 'B'],
          ['c.md', 'blob', '1'],
        ],
        'A *': [['x.md', 'blob', '2']],
        'B *': null,
        B: [
          ['d', 'tree', 'D'],
          ['y.md', 'blob', '3'],
        ],
        'D *': [['deep/z.md', 'blob', '4']],
      }),
    ).toEqual(['a/x.md', 'b/d/deep/z.md', 'b/y.md', 'c.md']);
  });

  test('whose one folder is cut cannot be known', async () => {
    await expect(paths({ 'root *': null, root: null })).rejects.toThrow(
      'Could not list the files of acme/ops: there are too many in one folder to list',
    );
  });

  test('that takes too many requests cannot be known', async () => {
    const folders = Array.from({ length: 80 }, (_, at): Item => [`f${at}`, 'tree', `t${at}`]);
    const inside = Object.fromEntries(folders.map(([, , sha]) => [`${sha} *`, []]));
    await expect(paths({ 'root *': null, root: folders, ...inside })).rejects.toThrow('there are too many to list');
  });

  test('of which a part fails is no tree', async () => {
    await expect(paths({ 'root *': null, root: [['a', 'tree', 'A']] })).rejects.toThrow('GitHub answered 404');
  });
});

const BEFORE: Item[] = [
  ['same', 'blob', '1'],
  ['mode', 'blob', '2'],
  ['text', 'blob', '3'],
  ['gone', 'blob', '4'],
];
const AFTER: Item[] = [
  ['same', 'blob', '1'],
  ['mode', 'blob', '2', '120000'],
  ['text', 'blob', '5'],
  ['new', 'blob', '6'],
];
const CHANGES = [
  { status: 'modified', path: 'mode', oid: '2', patch: null },
  { status: 'added', path: 'new', oid: '6', patch: null },
  { status: 'modified', path: 'text', oid: '5', patch: null },
  { status: 'removed', path: 'gone', oid: null, patch: null },
];

test('two trees tell what changed, a mode included', async () => {
  const { github } = withTrees({ 'base *': BEFORE, 'head *': AFTER });
  expect(await changesBetween(github, OPS, { base: 'base', head: 'head' })).toEqual(CHANGES);
});

describe('the list of a pull request', () => {
  const pull = { ...OPS, number: 7 };
  const facts = (changedFiles: number): PullFacts => ({
    isPublic: false,
    ...{
      number: 7,
      isOpen: true,
      isDraft: false,
      isFork: false,
      head: 'head',
      headRepository: OPS,
      headBranch: 'work',
    },
    ...{ baseBranch: 'main', base: 'tip', changedFiles, organisation: 'acme' },
    sameHead: { pulls: [7], isWhole: true, branch: 'work' },
  });
  const listed = (count: number): ChangedFile[] =>
    Array.from({ length: count }, (_, at) => ({ status: 'added', path: `f${at}`, oid: null, patch: null }));

  test('that is whole is taken as it is', async () => {
    const { github, asked } = withTrees({});
    expect(await completed(github, { pull, listed: listed(3), facts: facts(3) })).toHaveLength(3);
    expect(asked).toEqual([]);
  });

  test('that GitHub cut at 3,000 is told by the trees, from the merge base on', async () => {
    const { github } = withTrees({ 'fork-point *': BEFORE, 'head *': AFTER }, ({ parameters }) => {
      expect(parameters['basehead']).toBe('tip...head');
      return { merge_base_commit: { sha: 'fork-point' } };
    });
    expect(await completed(github, { pull, listed: listed(3000), facts: facts(3001) })).toEqual(CHANGES);
  });

  test('that is shorter than it should be is read again', async () => {
    const { github } = withTrees({});
    await expect(completed(github, { pull, listed: listed(99), facts: facts(100) })).rejects.toMatchObject({
      message: 'Could not read the files of acme/ops#7: it changed while it was read',
      isRetryable: true,
    });
  });
});
