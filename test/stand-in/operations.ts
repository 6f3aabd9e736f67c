// test/stand-in: which operation of GitHub's REST API a request is. The cut of GitHub's description is the router.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
};

export type Operation = {
  /** GitHub's `operationId`, such as `checks/create`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bodyRequired: boolean;
  /** Status → schema of the answer. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type Cut = {
  readonly version: string;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Omit<Operation, 'id' | 'method' | 'path'> & { operationId: string }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const file = join(import.meta.dirname, 'schema', 'github-openapi.json');
// A reference names the whole description, so that a part of it can be compiled alone.
const cut: Cut = JSON.parse(readFileSync(file, 'utf8').replaceAll('"#/components/', '"github#/components/'));

export const components: unknown = cut.components;

/** Parameters that may hold slashes. */
const many = new Set(['path', 'ref', 'basehead', 'tree_sha', 'branch']);

type Route = {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly fixed: number;
};

function route(path: string, method: string, described: Cut['paths'][string][string]): Route {
  const { operationId, bodyRequired = false, ...rest } = described;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = path.replace(/\{(\w+)\}/g, (_, name: string) => (many.has(name) ? '(.*)' : '([^/]+)'));
  const fixed = path.split('/').filter((part) => !part.startsWith('{')).length;
  const operation = { ...rest, bodyRequired, id: operationId, method: method.toUpperCase(), path };
  return { operation, pattern: new RegExp(`^${pattern}$`), names, fixed };
}

const routes = Object.entries(cut.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, described]) => route(path, method, described)))
  .sort((a, b) => b.fixed - a.fixed);

export const operations: readonly Operation[] = routes.map(({ operation }) => operation);

export type Match = { readonly operation: Operation; readonly params: Readonly<Record<string, string>> };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The operation of a method and a path (without the query), or undefined where GitHub's API, as cut, has none. */
export function matchOperation(method: string, path: string): Match | undefined {
  for (const { operation, pattern, names } of routes) {
    const parts = operation.method === method ? pattern.exec(path) : null;
    if (!parts) continue;
    return { operation, params: Object.fromEntries(names.map((name, at) => [name, decoded(parts[at + 1] ?? '')])) };
  }
  return undefined;
}
