// disk: a folder → the Snapshot that the rules judge; the same one that GitHub will give.
import { basename } from 'node:path';
import { visible } from '../core/display.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { CannotRun } from './cannot-run.ts';
import { isEarly } from './early-files.ts';
import { type Git, toCannotRun } from './git.ts';
import { listFolder } from './list-folder.ts';
import { listCommit, listWorkTree } from './list-work-tree.ts';
import { readComparison, readHead } from './read-base.ts';
import { readChanges } from './read-changes.ts';
import { readGivenConfig } from './read-given-config.ts';
import type { Progress } from './read-listed.ts';
import { originOf } from './read-origin.ts';
import { readSides, type Sources } from './read-sides.ts';
import { findWorkTree, realFolder, whyNoHistory } from './work-tree.ts';

export type ReadOptions = {
  readonly dir: string;
  /** The ref to compare with (`--base`); null: no comparison. */
  readonly base: string | null;
  /** A configuration given by hand (`--config`), relative to the current folder. */
  readonly configFile: string | null;
  /** Which paths are procedures: asked once, with a snapshot whose `files` are configuration, CODEOWNERS and metadata files only. */
  readonly selectProcedures: (early: Snapshot) => (path: string) => boolean;
  /** Told now and then while procedures are read. */
  readonly onProgress?: Progress | undefined;
};

/**
 * The snapshot of `dir`: with git where `dir` is the top of a work tree, else as a plain folder. Whatever a file may be, it costs
 * that file's text and nothing more; what stops the whole is a `CannotRun`. `head.sha` is the commit that is checked out, on which the
 * working tree stands.
 */
export async function readSnapshot(options: ReadOptions): Promise<Snapshot> {
  const root = realFolder(options.dir);
  const git = await findWorkTree(root);
  if (git === null && options.base !== null) throw new CannotRun(await whyNoHistory(root));
  try {
    return await readFiles(git === null ? fromFolder(root) : await fromGit(git, options.base), options);
  } catch (error) {
    throw toCannotRun(root, error);
  }
}

async function fromGit(git: Git, ref: string | null): Promise<Sources> {
  const root = git.dir;
  const [origin, sha, { files, untracked }, compared] = await Promise.all([
    originOf(root),
    readHead(git),
    listWorkTree(git),
    ref === null ? null : listBase(git, ref),
  ]);
  const head = { name: 'the working tree', sha, files };
  const common = { git, root, repository: origin ?? nameless(root), head, denied: [] };
  if (compared === null) return { ...common, base: null, changes: null };
  return { ...common, base: compared.base, changes: await readChanges(git, compared.mergeBase, untracked) };
}

async function listBase(git: Git, name: string) {
  const { tip, mergeBase } = await readComparison(git, name);
  return { base: { name, sha: tip, files: await listCommit(git, tip) }, mergeBase };
}

function fromFolder(root: string): Sources {
  const { files, denied } = listFolder(root);
  if (denied.includes(''))
    throw new CannotRun(`The folder ${visible(root)} cannot be read: ask for permission to read it.`);
  const head = { name: 'the folder', sha: null, files };
  return { git: null, root, repository: nameless(root), head, base: null, changes: null, denied };
}

function nameless(root: string): Snapshot['repository'] {
  return { name: basename(root) || root, organisation: null };
}

async function readFiles(sources: Sources, options: ReadOptions): Promise<Snapshot> {
  const givenConfig = options.configFile === null ? null : readGivenConfig(options.configFile);
  const fixed = {
    version: 1,
    repository: sources.repository,
    givenConfig,
    organisationPolicy: null,
    owners: null,
  } as const;
  const isProcedure = options.selectProcedures({ ...fixed, ...(await readSides(sources, isEarly)) });
  const isWanted = (path: string) => isEarly(path) || isProcedure(path);
  return { ...fixed, ...(await readSides(sources, isWanted, options.onProgress)) };
}
