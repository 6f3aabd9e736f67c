// github: blobs by their ids, one request each, for the few files that GraphQL does not show as they are.
import { z } from 'zod';
import { byteLimit, fromBytes } from '../core/file-bytes.ts';
import type { SnapshotFile } from '../core/snapshot.ts';
import { ask } from './ask.ts';
import { type BlobWanted, isBlob } from './entry.ts';
import { GitHubFailed, outOfReach } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

/** More would use up the hour's requests for one pull request. */
const MOST = 200;
const AT_ONCE = 8;

const BLOB = z.object({ size: z.int(), encoding: z.string(), content: z.string() });

/** The files of `wanted`, in their order. Each blob is asked for once, however many paths have it. */
export async function readBlobs(
  github: GitHub,
  repository: RepositoryName,
  wanted: readonly BlobWanted[],
): Promise<readonly SnapshotFile[]> {
  const oids = [...new Set(wanted.map(({ oid }) => oid))];
  if (oids.length > MOST)
    throw outOfReach(
      { verb: 'read', object: `the files of ${fullName(repository)}` },
      `${oids.length} files are long or not UTF-8, and only ${MOST} such files are read`,
    );
  const read = new Map<string, Buffer>();
  for (let at = 0; at < oids.length; at += AT_ONCE) {
    const some = oids.slice(at, at + AT_ONCE);
    const blobs = await Promise.all(some.map((oid) => readBlob(github, repository, oid)));
    for (const [index, oid] of some.entries()) read.set(oid, blobs[index] ?? Buffer.alloc(0));
  }
  return wanted.map(({ path, oid }) => toFile(path, read.get(oid) ?? Buffer.alloc(0)));
}

async function readBlob(github: GitHub, { owner, name }: RepositoryName, oid: string): Promise<Buffer> {
  const doing = { verb: 'read', object: `a file of ${owner}/${name}` };
  const request = {
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    parameters: { owner, repo: name, file_sha: oid },
  };
  const { data } = await ask(github, doing, request, BLOB);
  const bytes = Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  if (isBlob(bytes, oid)) return bytes;
  throw new GitHubFailed({ ...doing, reason: "GitHub's answer cannot be read", status: 200, isRetryable: true });
}

function toFile(path: string, bytes: Buffer): SnapshotFile {
  if (bytes.length > byteLimit(path)) return { path, unreadable: 'too-large', bytes: bytes.length };
  return fromBytes(path, bytes);
}
