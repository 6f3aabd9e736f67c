// core/policy: the procedure that somebody means.
import { nearest } from '../nearest.ts';
import { resolvePath } from './resolve.ts';
import type { Entry } from './verdict.ts';

/** The procedures that `name` means, and by what; none: the nearest names, for "did you mean". */
export type Found =
  | { readonly entries: readonly Entry[]; readonly by: 'path' | 'id' | 'alias' | 'alert' | 'file name' | 'title' }
  | { readonly near: readonly string[] };

/** By path, id, alias and alert exactly; then by file name or title, case apart. Several entries only where several fit equally. */
export function findProcedure(entries: readonly Entry[], name: string): Found {
  const path = resolvePath(name.replace(/^\.\//, ''), '');
  const wanted = name.toLowerCase();
  const ways: readonly (readonly [Extract<Found, { by: unknown }>['by'], (entry: Entry) => boolean])[] = [
    ['path', ({ procedure }) => procedure.path === path || procedure.path === name],
    ['id', ({ procedure }) => procedure.id === name],
    ['alias', ({ procedure }) => procedure.metadata.aliases?.value.includes(name) ?? false],
    ['alert', ({ procedure }) => procedure.metadata.alerts?.value.includes(name) ?? false],
    ['file name', ({ procedure }) => namesOf(procedure.path).includes(wanted)],
    ['title', ({ procedure }) => procedure.title.toLowerCase() === wanted],
  ];
  for (const [by, fits] of ways) {
    const found = entries.filter(fits);
    if (found.length > 0) return { entries: found, by };
  }
  return { near: nearNames(entries, wanted) };
}

/** The file's name with and without its extensions, in lower case. */
function namesOf(path: string): readonly string[] {
  const name = (path.split('/').at(-1) ?? path).toLowerCase();
  return [name, name.split('.')[0] ?? name];
}

function nearNames(entries: readonly Entry[], wanted: string): readonly string[] {
  const containing = entries
    .map(({ procedure }) => procedure.path)
    .filter((path) => path.toLowerCase().includes(wanted));
  if (containing.length > 0) return containing.slice(0, 3);
  const names = entries.flatMap(({ procedure }) => [
    procedure.id,
    procedure.path,
    procedure.title,
    ...namesOf(procedure.path),
    ...(procedure.metadata.alerts?.value ?? []),
  ]);
  const near = nearest(wanted, names);
  return near === null ? [] : [near];
}
