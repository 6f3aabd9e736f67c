// scripts: cuts GitHub's OpenAPI description down to the operations the app uses; the stand-in for GitHub checks every request against the cut.
// npm install --prefix /tmp/openapi @octokit/openapi@23.0.2
// node scripts/cut-openapi.ts /tmp/openapi/node_modules/@octokit/openapi/generated/api.github.com.json
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usedOperations } from '../test/stand-in/schema/used-operations.ts';

type Tree = { readonly [key: string]: unknown };

const target = join(import.meta.dirname, '..', 'test', 'stand-in', 'schema', 'github-openapi.json');
/** What a validator does not need. `required` and `properties` stay, and so do names that only look like these below `properties`. */
const dropped = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'title',
  'x-github',
  'deprecated',
  'x-multi-segment',
]);

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenAPI 3.0 says `nullable: true` where JSON Schema names the type `null`. */
function withNull(schema: Tree): Tree {
  const { nullable, ...rest } = schema;
  if (nullable !== true) return rest;
  if (typeof rest['type'] === 'string' && rest['enum'] === undefined) return { ...rest, type: [rest['type'], 'null'] };
  return { anyOf: [rest, { type: 'null' }] };
}

function slim(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => slim(item));
  if (!isTree(value)) return value;
  const kept = Object.entries(value).filter(([key]) => isNames || !dropped.has(key));
  const inner = Object.fromEntries(kept.map(([key, item]) => [key, slim(item, key === 'properties' && !isNames)]));
  return isNames ? inner : withNull(inner);
}

const source = process.argv[2];
if (!source) throw new Error('Name the big description: node scripts/cut-openapi.ts <api.github.com.json>');
const whole: Tree = JSON.parse(readFileSync(source, 'utf8'));

const at = (path: readonly string[], from: unknown = whole): unknown =>
  path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), from);
const resolve = (value: unknown): unknown => {
  const reference = isTree(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? at(reference.replace('#/', '').split('/')) : value;
};
const tree = (value: unknown): Tree => (isTree(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const schemaOf = (content: unknown): unknown => slim(at(['content', 'application/json', 'schema'], content));

function cutOperation(operation: Tree): Tree {
  const parameters = list(operation['parameters'])
    .map((one) => tree(resolve(one)))
    .map(({ name, in: where, required, schema }) => ({
      name,
      in: where,
      required: required === true,
      schema: slim(schema),
    }));
  const body = tree(resolve(operation['requestBody']));
  const answers = Object.entries(tree(operation['responses']))
    .filter(([status]) => status.startsWith('2'))
    .map(([status, answer]) => [status, schemaOf(resolve(answer)) ?? {}] as const);
  const request = at(['content', 'application/json'], body)
    ? { body: schemaOf(body), bodyRequired: body['required'] === true }
    : {};
  return { operationId: operation['operationId'], parameters, ...request, answers: Object.fromEntries(answers) };
}

const paths = Object.fromEntries(
  Object.entries(usedOperations).map(([path, methods]) => {
    const known = tree(at(['paths', path]));
    const missing = methods.find((method) => !isTree(known[method]));
    if (missing) throw new Error(`The description has no ${missing} ${path}. Mend schema/used-operations.ts.`);
    return [path, Object.fromEntries(methods.map((method) => [method, cutOperation(tree(known[method]))]))];
  }),
);

const schemas = new Map<string, unknown>();
const waiting: unknown[] = [paths];
while (waiting.length > 0) {
  for (const [, name = ''] of JSON.stringify(waiting.pop()).matchAll(/"#\/components\/schemas\/([\w-]+)"/g)) {
    if (schemas.has(name)) continue;
    schemas.set(name, slim(at(['components', 'schemas', name])));
    waiting.push(schemas.get(name));
  }
}

const notice =
  'Cut from @octokit/openapi, MIT License, Copyright (c) 2020 Octokit contributors; see LICENSE.md beside this file.';
const version = at(['info', 'version']);
const components = { schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) };
writeFileSync(target, `${JSON.stringify({ notice, version, paths, components }, null, 2)}\n`);
console.log(
  `${Object.keys(paths).length} paths and ${schemas.size} schemas of ${version} are in ${target}. Format it: npx biome format --write ${target}`,
);
