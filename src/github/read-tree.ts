// github: every path of a commit.
import { z } from 'zod';
import { byCodePoint } from '../core/code-point-order.ts';
import { ask } from './ask.ts';
import { outOfReach } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** A file, a link or a submodule. */
export type TreeFile = { readonly path: string; readonly mode: string; readonly oid: string };

const ITEM = z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() });
const TREE = z.object({ tree: z.array(ITEM), truncated: z.boolean() });
type Item = z.infer<typeof ITEM>;

/** A tree that GitHub cuts is read folder by folder, in at most so many requests. */
const MOST_REQUESTS = 60;

/** All files of the commit (or tree) `sha`, in code-point order of their paths. Past 100,000 GitHub cuts the list; then it is read in parts. */
export async function readTree(github: GitHub, repository: RepositoryName, sha: string): Promise<readonly TreeFile[]> {
  const doing = { verb: 'list', object: `the files of ${fullName(repository)}` };
  let requests = 0;
  const list = async (oid: string, isRecursive: boolean) => {
    requests += 1;
    if (requests > MOST_REQUESTS) throw outOfReach(doing, 'there are too many to list');
    const parameters = { owner: repository.owner, repo: repository.name, tree_sha: oid };
    const request = {
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      parameters: isRecursive ? { ...parameters, recursive: 1 } : parameters,
    };
    return (await ask(github, doing, request, TREE)).data;
  };
  const files: TreeFile[] = [];
  const add = (items: readonly Item[], folder: string) => {
    for (const { path, mode, type, sha: oid } of items)
      if (type !== 'tree') files.push({ path: folder + path, mode, oid });
  };
  const walk = async (oid: string, folder: string): Promise<void> => {
    const whole = await list(oid, true);
    if (!whole.truncated) return add(whole.tree, folder);
    const flat = await list(oid, false);
    if (flat.truncated) throw outOfReach(doing, 'there are too many in one folder to list');
    add(flat.tree, folder);
    for (const { path, type, sha: below } of flat.tree) if (type === 'tree') await walk(below, `${folder}${path}/`);
  };
  await walk(sha, '');
  return files.sort((a, b) => byCodePoint(a.path, b.path));
}
