// core/policy: the procedures of one side, each read with the defaults above it.
import type { Problem } from '../finding.ts';
import {
  type DefaultsBlock,
  DIRECTORY_DEFAULTS,
  type DirectoryDefaults,
  readDirectoryDefaults,
} from '../procedure/directory-defaults.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { type MetadataSettings, readProcedure } from '../procedure/read-procedure.ts';
import { type SnapshotFile, textOf } from '../snapshot.ts';
import type { PolicyInForce } from './policy-of.ts';
import type { Located, Survey } from './rule.ts';

type Readable = { readonly path: string; readonly text: string };

export type ProcedureReader = {
  readonly read: (file: Readable) => Procedure;
  /** What is wrong in the `_procedures.yml` files. */
  readonly problems: readonly Located[];
};

/** A reader for the files of one side. What the other side has already read, with the same defaults, is not read again. */
export function procedureReader(
  files: ReadonlyMap<string, SnapshotFile>,
  policy: PolicyInForce,
  settings: MetadataSettings,
  other: Survey | null,
): ProcedureReader {
  const defaults = directoryDefaults(files, settings);
  const alreadyRead = new Map(
    other && sameDefaults(files, other.files) ? other.entries.map(({ procedure }) => [procedure.path, procedure]) : [],
  );
  const read = ({ path, text }: Readable): Procedure => {
    const known = alreadyRead.get(path);
    if (known?.text === text) return known;
    const { repository, organisation } = policy.defaultsBlocks;
    return readProcedure({ path, text, directories: above(path, defaults), repository, organisation, settings });
  };
  return {
    read,
    problems: [...defaults.values()].flatMap(({ path, problems }) => problems.map((problem) => located(path, problem))),
  };
}

function directoryDefaults(
  files: ReadonlyMap<string, SnapshotFile>,
  settings: MetadataSettings,
): ReadonlyMap<string, DirectoryDefaults> {
  const folders = new Map<string, DirectoryDefaults>();
  for (const [path, file] of files) {
    const text = textOf(file);
    if (isDefaults(path) && text !== null) folders.set(folderOf(path), readDirectoryDefaults(path, text, settings));
  }
  return folders;
}

/** The blocks that apply to `path`, nearest first. */
function above(path: string, defaults: ReadonlyMap<string, DirectoryDefaults>): readonly DefaultsBlock[] {
  if (defaults.size === 0) return [];
  const folders = path.split('/').slice(0, -1);
  const blocks: DefaultsBlock[] = [];
  for (let depth = folders.length; depth >= 0; depth--) {
    const block = defaults.get(folders.slice(0, depth).join('/'))?.block;
    if (block) blocks.push(block);
  }
  return blocks;
}

function isDefaults(path: string): boolean {
  return path === DIRECTORY_DEFAULTS || path.endsWith(`/${DIRECTORY_DEFAULTS}`);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function sameDefaults(a: ReadonlyMap<string, SnapshotFile>, b: ReadonlyMap<string, SnapshotFile>): boolean {
  const texts = (files: ReadonlyMap<string, SnapshotFile>) =>
    JSON.stringify([...files.values()].filter(({ path }) => isDefaults(path)).map((file) => [file.path, textOf(file)]));
  return texts(a) === texts(b);
}

/** For the rules, a `_procedures.yml` is a configuration file: what is wrong in it is said once, there. */
function located(path: string, problem: Problem): Located {
  const told = { ...problem, rule: 'config-valid', path } as const;
  return problem.rule === 'metadata-valid' || problem.rule === 'review-dated' ? { ...told, level: 'warning' } : told;
}
