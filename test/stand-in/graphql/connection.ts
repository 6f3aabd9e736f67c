// test/stand-in/graphql: GitHub's connections and typed errors.
import { GraphQLError } from 'graphql';

/** An error with GitHub's own `type`, which the answer carries beside the message. */
export const typedError = (type: string, message: string) =>
  new GraphQLError(message, { extensions: { githubType: type } });

export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

const cursorOf = (at: number) => Buffer.from(`cursor:${at}`).toString('base64');
const positionOf = (cursor: string) => Number(Buffer.from(cursor, 'base64').toString('utf8').replace('cursor:', ''));

/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
function checkedSize(name: string, { first, last }: PageArguments): number {
  const size = first ?? last;
  if (size == null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw typedError('MISSING_PAGINATION_BOUNDARIES', message);
  }
  if (size < 1 || size > 100) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    throw typedError('EXCESSIVE_PAGINATION', message);
  }
  return size;
}

/** One page of `items`; `edge` adds what stands on the edge itself, `node` gives what an item of the page is in GitHub's words. */
export function connection<T>(
  name: string,
  items: readonly T[],
  page: PageArguments,
  { edge = () => ({}), node = (item) => item }: { edge?: (item: T) => object; node?: (item: T) => unknown } = {},
) {
  const size = checkedSize(name, page);
  const from = page.after ? positionOf(page.after) + 1 : 0;
  const to = page.before ? positionOf(page.before) : items.length;
  const start = page.first == null ? Math.max(from, to - size) : from;
  const end = page.first == null ? to : Math.min(to, from + size);
  const shown = items.slice(start, end);
  const nodes = shown.map(node);
  const at = (index: number) => (nodes.length === 0 ? null : cursorOf(index));
  const pageInfo = {
    hasNextPage: end < items.length,
    hasPreviousPage: start > 0,
    startCursor: at(start),
    endCursor: at(end - 1),
  };
  const edges = shown.map((item, index) => ({ cursor: cursorOf(start + index), node: nodes[index], ...edge(item) }));
  return { nodes, edges, pageInfo, totalCount: items.length };
}
