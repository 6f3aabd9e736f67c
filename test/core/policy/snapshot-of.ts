// A snapshot from a few lines, for case tables: files by path on one or both sides; what changed is worked out from them.
import { byCodePoint } from '../../../src/core/code-point-order.ts';
import type { Change, OwnerState, Side, Snapshot, SnapshotFile, Unreadable } from '../../../src/core/snapshot.ts';

/** The text of a file, or why it has none. */
export type Files = Readonly<Record<string, string | { readonly unreadable: Unreadable }>>;

export type Case = {
  readonly head: Files;
  /** Without it nothing is compared. */
  readonly base?: Files;
  /** New path → old path. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly owners?: Readonly<Record<string, OwnerState['state']>>;
  readonly organisation?: string;
  readonly organisationPolicy?: string;
  readonly config?: string;
};

export function snapshotOf({
  head,
  base,
  renamed = {},
  owners,
  organisation,
  organisationPolicy,
  config,
}: Case): Snapshot {
  return {
    version: 1,
    repository: { name: 'acme/ops', organisation: organisation ?? null },
    head: side('the working tree', head),
    base: base ? side('main', base) : null,
    changes: base ? changesOf(base, head, renamed) : null,
    givenConfig: config === undefined ? null : { path: 'given.yml', text: config },
    organisationPolicy:
      organisationPolicy === undefined ? null : { path: 'runbook-steward.yml', text: organisationPolicy },
    owners: owners ? Object.entries(owners).map(([handle, state]) => ({ handle, state })) : null,
  };
}

function side(name: string, files: Files): Side {
  const paths = Object.keys(files).sort(byCodePoint);
  return { name, sha: null, paths, files: paths.map((path) => toFile(path, files[path] ?? '')) };
}

function toFile(path: string, content: string | { readonly unreadable: Unreadable }): SnapshotFile {
  return typeof content === 'string' ? { path, text: content } : { path, ...content };
}

function changesOf(base: Files, head: Files, renamed: Readonly<Record<string, string>>): readonly Change[] {
  const old = new Set(Object.values(renamed));
  const changes: Change[] = Object.entries(renamed).map(([path, previousPath]) => ({
    status: 'renamed',
    path,
    previousPath,
  }));
  for (const path of Object.keys(head)) {
    if (path in renamed) continue;
    if (!(path in base)) changes.push({ status: 'added', path });
    else if (JSON.stringify(base[path]) !== JSON.stringify(head[path])) changes.push({ status: 'modified', path });
  }
  for (const path of Object.keys(base))
    if (!(path in head) && !old.has(path)) changes.push({ status: 'removed', path });
  return changes.sort((a, b) => byCodePoint(a.path, b.path));
}
