// core: all that the rules may see, as plain data (it survives JSON, so that any case can be saved and replayed).

/** Why a file's text cannot be used. */
export type Unreadable =
  | 'symlink'
  | 'submodule'
  | 'lfs-pointer'
  | 'binary'
  | 'not-utf8'
  | 'utf-16'
  | 'too-large'
  | 'denied'
  | 'path-not-utf8';

/** A file that was looked at: its text (BOM and line endings as they are), or why there is none. */
export type SnapshotFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly unreadable: Unreadable; readonly bytes?: number };

/** One state of the repository. */
export type Side = {
  /** What a person calls it: `main`, `the working tree`. */
  readonly name: string;
  readonly sha: string | null;
  /** Every tracked path (work tree: and untracked, not ignored ones), in code-point order; null where the tree was not listed. */
  readonly paths: readonly string[] | null;
  /** The files that were read: configuration, CODEOWNERS (all three places), `_procedures.yml`, procedures, `catalog-info.yaml`. */
  readonly files: readonly SnapshotFile[];
  /** Only the procedures that a change may affect were read: of the others nothing is known. Absent: all were. */
  readonly isPartial?: true;
  /** What GitHub says of the CODEOWNERS file that counts on this side; absent where it was not asked. */
  readonly codeownersErrors?: readonly CodeownersError[];
};

/** A line of CODEOWNERS that GitHub skips ("List CODEOWNERS errors"). `kind` is GitHub's, such as `Unknown owner`. */
export type CodeownersError = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly kind: string;
  readonly message: string;
  readonly suggestion: string | null;
};

/** What a change did to one file. `previousPath` only where `status` is `renamed`. */
export type Change = {
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly path: string;
  readonly previousPath?: string;
};

/** What GitHub says of an owner. `unknown` is never treated as gone. */
export type OwnerState = {
  readonly handle: string;
  readonly state: 'alive' | 'missing' | 'no-access' | 'no-write' | 'empty' | 'secret' | 'unknown';
};

/** Another procedure of the repository that was not read: what the catalog knows of it, as far as procedures name each other. */
export type Neighbour = {
  readonly path: string;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly links: readonly { readonly target: string; readonly line: number; readonly column: number }[];
};

/** Where else in the organisation an id is used. `repositories`: those that may be named here; `hidden`: how many more there are. */
export type IdElsewhere = { readonly id: string; readonly repositories: readonly string[]; readonly hidden: number };

/** A review that somebody attested to the app: of the text with this content hash, on this day. */
export type Attested = { readonly path: string; readonly contentHash: string; readonly on: string };

export type Snapshot = {
  readonly version: 1;
  /** `name` is `owner/name`, or the folder's name where there is no remote. */
  readonly repository: { readonly name: string; readonly organisation: string | null };
  /** The state that is judged. */
  readonly head: Side;
  /** The tip of the branch it goes to; null: no comparison, every procedure is affected and every finding new. */
  readonly base: Side | null;
  /** What changed from the merge base to the head; null exactly where `base` is null. */
  readonly changes: readonly Change[] | null;
  /** A configuration given by hand (`--config FILE`), in the place of the repository's. */
  readonly givenConfig: SnapshotFile | null;
  /** The organisation's policy; null where there is none or it was not looked for. */
  readonly organisationPolicy: SnapshotFile | null;
  /** What GitHub says of the owners; null: nobody was asked (a laptop), and what needs it is listed as not checked. */
  readonly owners: readonly OwnerState[] | null;
  /** The procedures that were not read, where only some were and the catalog knows the rest. Absent: nothing is known of them. */
  readonly neighbours?: readonly Neighbour[];
  /** Ids of the affected procedures that other repositories use as well. Absent: nobody looked. */
  readonly idsElsewhere?: readonly IdElsewhere[];
  /** What is attested of the changed procedures. Absent: nobody looked. */
  readonly attested?: readonly Attested[];
};

/** The text of a file, or null where it was not read or cannot be. */
export function textOf(file: SnapshotFile | undefined | null): string | null {
  return file && 'text' in file ? file.text : null;
}
