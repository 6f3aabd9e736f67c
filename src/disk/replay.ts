// disk: a snapshot as a JSON text, so that any case from the field can be saved and becomes a test.
import { z } from 'zod';
import type { Snapshot } from '../core/snapshot.ts';
import { CannotRun } from './cannot-run.ts';

/** `snapshot` as JSON, one value a line; `loadSnapshot` gives back exactly the same. It holds every text that was read: look before sharing. */
export function saveSnapshot(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 1)}\n`;
}

/** A saved snapshot. What is none is a `CannotRun` that names the place. */
export function loadSnapshot(json: string): Snapshot {
  const result = SNAPSHOT.safeParse(parseJson(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the top';
  throw new CannotRun(`This is not a saved snapshot: at ${place}: ${issue?.message ?? 'it cannot be read'}.`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new CannotRun('This is not a saved snapshot: it is not JSON.', { cause });
  }
}

const UNREADABLE = z.enum([
  'symlink',
  'submodule',
  'lfs-pointer',
  'binary',
  'not-utf8',
  'utf-16',
  'too-large',
  'denied',
  'path-not-utf8',
]);
const FILE = z.union([
  z.strictObject({ path: z.string(), text: z.string() }),
  z.strictObject({ path: z.string(), unreadable: UNREADABLE, bytes: z.int().nonnegative().exactOptional() }),
]);
const CODEOWNERS_ERROR = z.strictObject({
  path: z.string(),
  line: z.int(),
  column: z.int(),
  kind: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
});
const SIDE = z.strictObject({
  name: z.string(),
  sha: z.string().nullable(),
  paths: z.array(z.string()).nullable(),
  files: z.array(FILE),
  isPartial: z.literal(true).exactOptional(),
  codeownersErrors: z.array(CODEOWNERS_ERROR).exactOptional(),
});
const CHANGE = z.strictObject({
  status: z.enum(['added', 'modified', 'removed', 'renamed']),
  path: z.string(),
  previousPath: z.string().exactOptional(),
});
const OWNER_STATE = z.strictObject({
  handle: z.string(),
  state: z.enum(['alive', 'missing', 'no-access', 'no-write', 'empty', 'secret', 'unknown']),
});
const SNAPSHOT: z.ZodType<Snapshot> = z
  .strictObject({
    version: z.literal(1),
    repository: z.strictObject({ name: z.string(), organisation: z.string().nullable() }),
    head: SIDE,
    base: SIDE.nullable(),
    changes: z.array(CHANGE).nullable(),
    givenConfig: FILE.nullable(),
    organisationPolicy: FILE.nullable(),
    owners: z.array(OWNER_STATE).nullable(),
  })
  .refine(({ base, changes }) => (base === null) === (changes === null), {
    message: 'changes must be null exactly where base is null',
    path: ['changes'],
  });
