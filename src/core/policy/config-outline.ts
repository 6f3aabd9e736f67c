// core/policy: the configuration's schema as JSON Schema, and which keys it knows where.
import { z } from 'zod';
import { configSchema } from './config-schema.ts';

/** The part of JSON Schema (2020-12) that a configuration is described with. */
export type Outline = {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Outline>>;
  readonly additionalProperties?: boolean | Outline;
  readonly items?: Outline;
};

/** The JSON Schema of what may be written. */
export function configJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any', cycles: 'throw', reused: 'inline' });
}

/** The part of the schema at `path` of a document (list indices left as they are); null where it has none. */
export function outlineAt(path: readonly (string | number)[]): Outline | null {
  let at: Outline | null = outline();
  for (const step of path) at = at && below(at, step);
  return at;
}

/** The keys the schema names at `path`; none in a mapping of the user's own words. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  return Object.keys(outlineAt(path)?.properties ?? {});
}

/** `review.byRisk.high` as a path; null where there is no such key. Words of the user's own may hold dots. */
export function keyPath(dotted: string): readonly string[] | null {
  const path: string[] = [];
  const parts = dotted.split('.');
  for (const [index, part] of parts.entries()) {
    const { properties, additionalProperties } = outlineAt(path) ?? {};
    if (properties && Object.hasOwn(properties, part)) path.push(part);
    else if (additionalProperties) return [...path, parts.slice(index).join('.')];
    else return null;
  }
  return path;
}

/** Every dotted key that the schema names. */
export function dottedKeys(): readonly string[] {
  const walk = (at: Outline, prefix: string): readonly string[] =>
    Object.entries(at.properties ?? {}).flatMap(([key, value]) => [
      `${prefix}${key}`,
      ...walk(value, `${prefix}${key}.`),
    ]);
  return walk(outline(), '');
}

let made: Outline | null = null;

/** Made when it is first asked for: most configurations are right and never need it. */
function outline(): Outline {
  made ??= configJsonSchema() as Outline;
  return made;
}

function below(at: Outline, step: string | number): Outline | null {
  if (typeof step === 'number') return at.items ?? null;
  if (at.properties && Object.hasOwn(at.properties, step)) return at.properties[step] ?? null;
  return typeof at.additionalProperties === 'object' ? at.additionalProperties : null;
}
