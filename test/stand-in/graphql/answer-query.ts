// test/stand-in/graphql: one query against GitHub's own schema.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import type { Answer } from '../call.ts';
import type { Asking } from './repository-node.ts';
import { queryRoot } from './root.ts';

let building: Promise<GraphQLSchema> | undefined;

/** GitHub's schema, 70,000 lines of it; built when the first query comes. */
function githubSchema(): Promise<GraphQLSchema> {
  const path = join(import.meta.dirname, '../../../node_modules/@octokit/graphql-schema/schema.graphql');
  building ??= readFile(path, 'utf8').then((text) =>
    buildSchema(text, { assumeValid: true, assumeValidSDL: true, noLocation: true }),
  );
  return building;
}

export type Query = {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
};

/** Reads a body, or says what is wrong with it. */
export function queryOf(body: unknown): Query | string {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string')
    return 'A query attribute must be specified and must be a string.';
  const { query, variables, operationName } = body as Query;
  return { query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) };
}

type Plain = Readonly<Record<string, unknown>>;

function errorWords(error: GraphQLError): Plain {
  const { message, locations, path } = error.toJSON();
  const type = error.extensions['githubType'];
  return { ...(type ? { type } : {}), ...(path ? { path } : {}), ...(locations ? { locations } : {}), message };
}

export type Answered = { readonly answer: Answer; readonly problems: readonly string[] };

const refused = (errors: readonly GraphQLError[]): Answered => ({
  answer: { status: 200, body: { errors: errors.map(errorWords) } },
  problems: errors.map(({ message }) => message),
});

type Checked = { readonly document: DocumentNode | null; readonly wrong: readonly GraphQLError[] };

/** The same few queries come again and again, for their values are variables. */
const documents = new Map<string, Checked>();

function documentOf(schema: GraphQLSchema, query: string): Checked {
  const known = documents.get(query) ?? checked(schema, query);
  documents.set(query, known);
  return known;
}

function checked(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query, { maxTokens: 50_000 });
    const wrong = validate(schema, document);
    return { document: wrong.length > 0 ? null : document, wrong };
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, wrong: [error] };
    throw error;
  }
}

/** Answers one query; a field that GitHub has and this stand-in does not is a problem, never a silent null. */
export async function answerQuery(asking: Asking, { query, variables = {}, operationName }: Query): Promise<Answered> {
  const schema = await githubSchema();
  const { document, wrong } = documentOf(schema, query);
  if (!document) return refused(wrong);
  const problems: string[] = [];
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const value = typeof source === 'object' && source !== null ? Reflect.get(source, info.fieldName) : undefined;
    if (typeof value === 'function') return value(args);
    if (value !== undefined) return value;
    problems.push(`the stand-in does not know ${info.parentType.name}.${info.fieldName}`);
    throw new GraphQLError(`The stand-in does not know ${info.parentType.name}.${info.fieldName}.`);
  };
  const facts = { schema, document, rootValue: queryRoot(asking), variableValues: variables, fieldResolver };
  const result = await execute(operationName === undefined ? facts : { ...facts, operationName });
  const errors = (result.errors ?? []).map(errorWords);
  const body = {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(errors.length > 0 ? { errors } : {}),
  };
  return { answer: { status: 200, body }, problems };
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same answer where GitHub ran out of resources half way: the later half of each first object is missing. */
export function partial(body: unknown): unknown {
  if (!isPlain(body) || !isPlain(body['data'])) return body;
  const errors: Plain[] = [];
  const cut = Object.entries(body['data']).map(([name, value]) => {
    if (!isPlain(value)) return [name, value] as const;
    const entries = Object.entries(value);
    const kept = entries.map(([key, item], at) => {
      if (at < entries.length / 2) return [key, item] as const;
      errors.push({
        type: 'RESOURCE_LIMITS_EXCEEDED',
        path: [name, key],
        message: 'Resource limits for this query exceeded.',
      });
      return [key, null] as const;
    });
    return [name, Object.fromEntries(kept)] as const;
  });
  return { data: Object.fromEntries(cut), errors };
}
