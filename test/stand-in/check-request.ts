// test/stand-in: holds every request to GitHub's own description, more strictly than GitHub does.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { addFormats } from './formats.ts';
import { components, type Operation, type Parameter } from './operations.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'repo.nwo': true } });
addFormats(ajv);
ajv.addSchema({ $id: 'github', components });

const compiled = new Map<unknown, ValidateFunction>();
function problems(schema: object, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`);
}

/** GitHub's media types: https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#media-types */
const mediaType = /^(\*\/\*|application\/\*|application\/json|application\/vnd\.github(\.[\w-]+)*(\+json)?)$/;
const apiVersions = new Set(['2022-11-28', '2026-03-10']);

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The names a body may have, or undefined where the schema does not list them. */
function bodyNames(schema: Plain): ReadonlySet<string> | undefined {
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (Array.isArray(schema[key]) ? schema[key] : []));
  const own = isPlain(schema['properties']) ? Object.keys(schema['properties']) : [];
  const names = [...own, ...parts.filter(isPlain).flatMap((part) => [...(bodyNames(part) ?? [])])];
  return names.length > 0 ? new Set(names) : undefined;
}

function queryProblems(parameters: readonly Parameter[], query: URLSearchParams): readonly string[] {
  const known = new Map(parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]));
  return [...query].flatMap(([name, text]) => {
    const parameter = known.get(name);
    if (!parameter) return [`the query parameter ${name} is not known`];
    const isNumber = parameter.schema['type'] === 'integer';
    const value =
      isNumber && /^-?\d+$/.test(text) ? Number(text) : text === 'true' || text === 'false' ? text === 'true' : text;
    const fits = [value, text].some((one) => problems(parameter.schema, one).length === 0);
    if (!fits) return [`the query parameter ${name}=${text} is not what GitHub takes`];
    return name === 'per_page' && Number(text) > 100 ? ['per_page is at most 100'] : [];
  });
}

export type RequestToCheck = {
  readonly operation: Operation;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly version: string | undefined;
  readonly body: unknown;
};

export type Checked = {
  /** The status GitHub would answer with, where it would refuse. */
  readonly refusal?: { readonly status: number; readonly message: string };
  /** Everything that is not as described, also what GitHub would let pass. */
  readonly problems: readonly string[];
};

/** Judges one request. */
export function checkRequest({ operation, query, accept, version, body }: RequestToCheck): Checked {
  const bad = accept.split(',').find((one) => !mediaType.test(one.trim().split(';')[0] ?? ''));
  if (bad !== undefined) return refused(415, `Unsupported 'Accept' header: '${bad}'. Must accept 'application/json'.`);
  if (version !== undefined && !apiVersions.has(version))
    return refused(400, `The API version ${version} is not supported.`);
  const queries = queryProblems(operation.parameters, query);
  if (!operation.body) return { problems: body === undefined ? queries : [...queries, 'this operation takes no body'] };
  if (body === undefined) {
    return operation.bodyRequired ? refused(422, 'Invalid request.\n\nThe body is missing.') : { problems: queries };
  }
  const wrong = problems(operation.body, body);
  if (wrong.length > 0)
    return { ...refused(422, `Invalid request.\n\n${wrong.join('\n')}`), problems: [...queries, ...wrong] };
  const names = bodyNames(operation.body);
  const unknown = isPlain(body) && names ? Object.keys(body).filter((name) => !names.has(name)) : [];
  return { problems: [...queries, ...unknown.map((name) => `the body's ${name} is not known`)] };
}

const refused = (status: number, message: string): Checked => ({ refusal: { status, message }, problems: [message] });

/** Where an answer of ours is not as GitHub describes its own. */
export function answerProblems(operation: Operation, status: number, body: unknown): readonly string[] {
  const schema = operation.answers[String(status)];
  if (!schema) return [`the status ${status} is not described`];
  return Object.keys(schema).length === 0 ? [] : problems(schema, body);
}
