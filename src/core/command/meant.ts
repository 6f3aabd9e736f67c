// core/command: which procedures of a repository a command means.
import { nearest } from '../nearest.ts';
import type { Refusal } from './refusal.ts';

/** What a procedure is called. */
export type Named = { readonly path: string; readonly id: string; readonly aliases: readonly string[] };

/** By path, id or alias exactly: what is nearly right is asked about, never done. */
export function meantBy(
  written: readonly string[],
  known: readonly Named[],
): { readonly paths: readonly string[]; readonly refusals: readonly Refusal[] } {
  const paths: string[] = [];
  const refusals: Refusal[] = [];
  for (const name of written) {
    const found = find(name.replace(/^\.?\//, ''), known);
    if (found === null) refusals.push({ why: 'no-such', written: name, near: near(name, known) });
    else if (!paths.includes(found)) paths.push(found);
  }
  return { paths, refusals };
}

function find(name: string, known: readonly Named[]): string | null {
  const ways: readonly ((one: Named) => boolean)[] = [
    ({ path }) => path === name,
    ({ id }) => id === name,
    ({ aliases }) => aliases.includes(name),
  ];
  for (const fits of ways) {
    const [one, ...others] = known.filter(fits);
    if (one) return others.length === 0 ? one.path : null;
  }
  return null;
}

const NEAR = 3;

function near(name: string, known: readonly Named[]): readonly string[] {
  const wanted = name.toLowerCase();
  const containing = known.map(({ path }) => path).filter((path) => path.toLowerCase().includes(wanted));
  if (containing.length > 0) return containing.slice(0, NEAR);
  const one = nearest(
    name,
    known.flatMap(({ path, id }) => [path, id]),
  );
  return one === null ? [] : [one];
}
