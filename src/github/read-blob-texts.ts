// github: many blobs by their ids, in as few queries as GitHub can answer.
import { z } from 'zod';
import type { SnapshotFile } from '../core/snapshot.ts';
import { askGraphql } from './ask-graphql.ts';
import { type BlobWanted, ENTRY_BLOB, fromEntry } from './entry.ts';
import { type Doing, GitHubFailed, outOfReach } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { readBlobs } from './read-blobs.ts';

/** Blobs in one query. In the field, 250 were answered. */
const AT_ONCE = 200;
/** What the texts of one repository may come to, in characters. */
const MOST_TEXT = 256 * 1024 * 1024;

const REGULAR = 0o100644;

/** The files of `wanted`, in their order. Each blob is asked for once; what GraphQL does not show as it is, is read by itself. */
export async function readBlobTexts(
  github: GitHub,
  repository: RepositoryName,
  wanted: readonly BlobWanted[],
): Promise<readonly SnapshotFile[]> {
  const doing = { verb: 'read', object: `${wanted.length} files of ${fullName(repository)}` };
  const oids = [...new Set(wanted.map(({ oid }) => oid))];
  const read = new Map<string, Blob>();
  let characters = 0;
  const readSome = async (some: readonly string[]): Promise<void> => {
    for (const [oid, blob] of await ask(github, doing, repository, some)) {
      read.set(oid, blob);
      characters += blob?.text?.length ?? 0;
    }
    if (characters > MOST_TEXT) throw outOfReach(doing, 'its procedures come to more than 256 MiB of text');
  };
  for (let at = 0; at < oids.length; at += AT_ONCE) await halved(oids.slice(at, at + AT_ONCE), readSome);
  const files = wanted.map(({ path, oid }) =>
    fromEntry(path, { mode: REGULAR, type: 'blob', oid, object: read.get(oid) ?? null }),
  );
  const left = files.flatMap((file) => (file && 'oid' in file ? [file] : []));
  const one = await readBlobs(github, repository, left);
  const byPath = new Map(one.map((file) => [file.path, file]));
  return files.flatMap((file) => (file === null ? [] : (('oid' in file ? byPath.get(file.path) : file) ?? [])));
}

type Blob = z.infer<typeof ENTRY_BLOB> | null;

async function ask(
  github: GitHub,
  doing: Doing,
  { owner, name }: RepositoryName,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Blob>> {
  const text = `query($owner: String!, $name: String!${oids.map((_, at) => `, $o${at}: GitObjectID!`).join('')}) {
  repository(owner: $owner, name: $name) {
    ${oids.map((_, at) => `b${at}: object(oid: $o${at}) { ...Text }`).join('\n    ')}
  }
}
fragment Text on Blob { byteSize isBinary isTruncated text }`;
  const variables = { owner, name, ...Object.fromEntries(oids.map((oid, at) => [`o${at}`, oid])) };
  const shape = z.object({ repository: z.record(z.string(), ENTRY_BLOB.nullable()) });
  const { repository } = await askGraphql(github, doing, { text, variables }, { data: shape });
  return new Map(oids.map((oid, at) => [oid, repository[`b${at}`] ?? null]));
}

async function halved(oids: readonly string[], read: (some: readonly string[]) => Promise<void>): Promise<void> {
  try {
    await read(oids);
  } catch (error) {
    if (!(error instanceof GitHubFailed && error.isTooMuch) || oids.length <= 1) throw error;
    const middle = Math.ceil(oids.length / 2);
    await halved(oids.slice(0, middle), read);
    await halved(oids.slice(middle), read);
  }
}
