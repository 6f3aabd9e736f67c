// github: owners by what stays of them when their names change.
import { z } from 'zod';
import { ownerKey } from '../core/owner.ts';
import { askGraphql } from './ask-graphql.ts';
import type { GitHub } from './github.ts';

/** `id`: GitHub's, for good. `isEmpty`: a team in which nobody is. Null: GitHub shows none of that name. */
export type OwnerNode = { readonly id: string; readonly isEmpty: boolean } | null;

const AT_ONCE = 50;
const TEAM = z.object({ id: z.string(), members: z.object({ totalCount: z.int() }) }).nullable();
const USER = z.object({ id: z.string() }).nullable();

/** Each of `handles` by its key, fifty in one request. Members of child teams count. */
export async function readOwnerNodes(
  github: GitHub,
  handles: readonly string[],
): Promise<ReadonlyMap<string, OwnerNode>> {
  const nodes = new Map<string, OwnerNode>();
  for (let at = 0; at < handles.length; at += AT_ONCE) {
    for (const [handle, node] of await readSome(github, handles.slice(at, at + AT_ONCE)))
      nodes.set(ownerKey(handle), node);
  }
  return nodes;
}

async function readSome(
  github: GitHub,
  handles: readonly string[],
): Promise<readonly (readonly [string, OwnerNode])[]> {
  const parts = handles.map((handle) => handle.slice(1).split('/'));
  const names = parts.map(([, slug], at) =>
    slug === undefined ? `$l${at}: String!` : `$l${at}: String!, $s${at}: String!`,
  );
  const text = `query(${names.join(', ')}) {
  ${parts
    .map(([, slug], at) =>
      slug === undefined
        ? `o${at}: user(login: $l${at}) { id }`
        : `o${at}: organization(login: $l${at}) { team(slug: $s${at}) { id members(first: 1) { totalCount } } }`,
    )
    .join('\n  ')}
}`;
  const variables = Object.fromEntries(
    parts.flatMap(([login = '', slug], at) => [[`l${at}`, login], ...(slug === undefined ? [] : [[`s${at}`, slug]])]),
  );
  const doing = { verb: 'read', object: `${handles.length} owners` };
  // Every one of them may be gone.
  const answer = await askGraphql(
    github,
    doing,
    { text, variables },
    {
      data: z.record(z.string(), z.unknown()),
      mayBeMissing: () => true,
    },
  );
  return handles.map((handle, at) => [handle, nodeOf(answer[`o${at}`] ?? null, handle.includes('/'))]);
}

function nodeOf(value: unknown, isTeam: boolean): OwnerNode {
  if (!isTeam) {
    const user = USER.parse(value);
    return user && { id: user.id, isEmpty: false };
  }
  const team = z.object({ team: TEAM }).nullable().parse(value)?.team ?? null;
  return team && { id: team.id, isEmpty: team.members.totalCount === 0 };
}

const NODES = z.object({
  nodes: z.array(
    z
      .union([
        z.object({ __typename: z.literal('Team'), slug: z.string(), organization: z.object({ login: z.string() }) }),
        z.object({ __typename: z.literal('User'), login: z.string() }),
        z.object({}),
      ])
      .nullable(),
  ),
});

/** The handle that each of `ids` goes by now; null: it is gone, or out of sight. */
export async function handlesNow(github: GitHub, ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const handles = new Map<string, string | null>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const text = `query($ids: [ID!]!) {
  nodes(ids: $ids) { __typename ... on Team { slug organization { login } } ... on User { login } }
}`;
    const doing = { verb: 'read', object: `${some.length} owners by their ids` };
    const { nodes } = await askGraphql(
      github,
      doing,
      { text, variables: { ids: some } },
      {
        data: NODES,
        mayBeMissing: ([first]) => first === 'nodes',
      },
    );
    for (const [index, id] of some.entries()) handles.set(id, handleOf(nodes[index] ?? null));
  }
  return handles;
}

function handleOf(node: z.infer<typeof NODES>['nodes'][number]): string | null {
  if (node === null) return null;
  if ('slug' in node) return `@${node.organization.login}/${node.slug}`;
  return 'login' in node ? `@${node.login}` : null;
}
