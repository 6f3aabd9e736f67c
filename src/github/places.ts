// github: which files of which side a pull request needs.
import { CODEOWNERS_PATHS } from '../core/codeowners/codeowners.ts';
import { isDecidingFile } from '../core/policy/affected.ts';
import { CONFIG_PATH } from '../core/policy/config-path.ts';
import { DIRECTORY_DEFAULTS } from '../core/procedure/directory-defaults.ts';
import type { Change } from '../core/snapshot.ts';
import type { Place } from './read-entries.ts';

const CATALOG = 'catalog-info.yaml';

/** The deciding files of both sides: configuration and CODEOWNERS, and each `_procedures.yml` that the change touches. */
export function decidingPlaces(changes: readonly Change[]): readonly Place[] {
  const touched = changes.flatMap(({ path, previousPath }) => [path, previousPath ?? path]).filter(isDecidingFile);
  return unique([CONFIG_PATH, ...CODEOWNERS_PATHS, ...touched].flatMap(onBothSides));
}

/** The changed files for which `isWanted`, each on the sides where it is. A rename that is wanted under one name is under both. */
export function changedPlaces(changes: readonly Change[], isWanted: (path: string) => boolean): readonly Place[] {
  return unique(
    changes.flatMap(({ status, path, previousPath = path }): readonly Place[] => {
      if (!isWanted(path) && !isWanted(previousPath)) return [];
      const after: Place = { side: 'head', path };
      const before: Place = { side: 'base', path: previousPath };
      if (status === 'added') return [after];
      return status === 'removed' ? [before] : [after, before];
    }),
  );
}

/** Files that are not changed, and are wanted as they are before and after. */
export function unchangedPlaces(paths: readonly string[]): readonly Place[] {
  return unique(paths.flatMap(onBothSides));
}

/** For each of `places`, the `_procedures.yml` of every folder above it, on its own side; and `catalog-info.yaml` where that may name an owner. */
export function placesAbove(places: readonly Place[], withCatalog: boolean): readonly Place[] {
  const names = withCatalog ? [DIRECTORY_DEFAULTS, CATALOG] : [DIRECTORY_DEFAULTS];
  return unique(
    places.flatMap(({ side, path }) =>
      foldersAbove(path).flatMap((folder) => names.map((name): Place => ({ side, path: folder + name }))),
    ),
  );
}

/** The folders that hold `path`, outermost first, each with its slash; the root is the empty string. */
function foldersAbove(path: string): readonly string[] {
  const folders = [''];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at + 1));
  return folders;
}

function onBothSides(path: string): readonly Place[] {
  return [
    { side: 'head', path },
    { side: 'base', path },
  ];
}

function unique(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.side} ${place.path}`, place])).values()];
}
