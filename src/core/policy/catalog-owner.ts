// core/policy: the owner that Backstage's catalogue names.
import type { Position } from '../position.ts';
import { isPlainMap } from '../procedure/front-matter.ts';
import { readYaml } from '../procedure/read-yaml.ts';
import { type SnapshotFile, textOf } from '../snapshot.ts';

/** `spec.owner` as written, of the nearest `catalog-info.yaml` up the tree, and where it stands. */
export type CatalogOwner = { readonly written: string; readonly path: string; readonly at: Position };

const LIMIT = 64 * 1024;

/** A look-up of the catalogue's owner by a procedure's path. A file that cannot be read, or has no `spec.owner`, says nothing. */
export function catalogOwners(files: ReadonlyMap<string, SnapshotFile>): (path: string) => CatalogOwner | null {
  const known = new Map<string, CatalogOwner | null>();
  const ownerIn = (path: string): CatalogOwner | null => {
    if (!known.has(path)) known.set(path, readOwner(path, textOf(files.get(path))));
    return known.get(path) ?? null;
  };
  return (path) => {
    const folders = path.split('/').slice(0, -1);
    for (let depth = folders.length; depth >= 0; depth--) {
      const owner = ownerIn([...folders.slice(0, depth), 'catalog-info.yaml'].join('/'));
      if (owner) return owner;
    }
    return null;
  };
}

/** The first document that has one: a file may hold several entities. */
function readOwner(path: string, text: string | null): CatalogOwner | null {
  let firstLine = 1;
  for (const document of text?.split(/^---[^\S\n]*\n/m) ?? []) {
    const reading = readYaml(document, { maxBytes: LIMIT, firstLine });
    firstLine += document.split('\n').length;
    if (!reading.ok || !isPlainMap(reading.value)) continue;
    const spec = reading.value['spec'];
    const owner = spec !== undefined && isPlainMap(spec) ? spec['owner'] : null;
    if (typeof owner === 'string' && owner !== '') return { written: owner, path, at: reading.at(['spec', 'owner']) };
  }
  return null;
}
