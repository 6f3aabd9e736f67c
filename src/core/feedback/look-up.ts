// core/feedback: from a name to the procedures that have it.
import { isSlip, isSlipInSentence, type Slip } from './close-names.ts';
import type { Named, ProcedureIndex } from './index-procedures.ts';
import type { KnownProcedure, Way } from './known-procedure.ts';
import { type LinkedTo, takeLinks } from './read-links.ts';
import { phraseOf, plain } from './words.ts';

/** Where an answer is going to stand: the repository, and those whose procedures its readers may see (null: all). */
export type Place = { readonly repository: string; readonly visible: ReadonlySet<string> | null };

/** A procedure that was found; `isClose`: not exactly as written. */
export type Hit = { readonly procedure: KnownProcedure; readonly way: Way; readonly isClose: boolean };

export type Resolver = {
  /** What a whole name means: exactly, else its parts (`a.md and b.md`), else within two edits. */
  readonly named: (name: string) => readonly Hit[];
  /** What a name means exactly. */
  readonly exact: (name: string) => readonly Hit[];
  /** What a name means within two edits; also a path whose file name alone is known. */
  readonly close: (name: string) => readonly Hit[];
  /** The same for words that may just as well be a sentence's own. */
  readonly closeInSentence: (words: string) => readonly Hit[];
  readonly phrase: (phrase: string) => readonly Hit[];
  readonly link: (link: LinkedTo) => readonly Hit[];
};

const WAYS: readonly Way[] = ['link', 'path', 'id', 'alias', 'old name', 'alert', 'title', 'file name'];
const LONGEST_NAME = 400;
const MOST_PARTS = 12;

export function resolver(index: ProcedureIndex, place: Place): Resolver {
  const choose = (named: readonly Named[] | undefined): readonly Hit[] => chosen(named ?? [], place);
  const exact = (name: string): readonly Hit[] => {
    const key = plain(name.trim().slice(0, LONGEST_NAME));
    const path = key
      .replaceAll('\\', '/')
      .replace(/^(?:\.{0,2}\/)+/, '')
      .replace(/[?#].*$/, '');
    const found = choose([...(index.names.get(key) ?? []), ...(path === key ? [] : (index.names.get(path) ?? []))]);
    return found.length > 0 ? found : choose(index.phrases.get(phraseOf(name.slice(0, LONGEST_NAME))));
  };
  const within = (name: string, slip: Slip): readonly Hit[] => {
    const written = [plain(name.trim()), phraseOf(name)].filter(({ length }) => length < LONGEST_NAME);
    for (const names of written.flatMap((form) => index.close(form, slip))) {
      const named = names.flatMap((found) => [...(index.names.get(found) ?? []), ...(index.phrases.get(found) ?? [])]);
      const hits = chosen(named, place, 'any way');
      if (hits.length > 0) return hits.map((hit) => ({ ...hit, isClose: true }));
    }
    return [];
  };
  const close = (name: string): readonly Hit[] => {
    const hits = within(name, isSlip);
    return hits.length > 0 ? hits : movedFile(name, index, choose);
  };
  const closeInSentence = (words: string): readonly Hit[] => within(words, isSlipInSentence);
  const link = (linked: LinkedTo): readonly Hit[] => followed(linked, index, choose, named);
  const named = (name: string): readonly Hit[] => wholeOrParts(name, { exact, close, link });
  return { named, exact, close, closeInSentence, link, phrase: (phrase) => choose(index.phrases.get(phrase)) };
}

/** Of what has a name only what may be seen, by the best way, and the issue's own repository before all others. */
function chosen(
  named: readonly Named[],
  { repository, visible }: Place,
  ways: 'best way' | 'any way' = 'best way',
): readonly Hit[] {
  const seen = named.filter(
    ({ procedure }) => visible === null || visible.has(procedure.repository) || isAt(procedure, repository),
  );
  const best = WAYS.find((way) => seen.some((one) => one.way === way));
  const fit = ways === 'any way' ? seen : seen.filter(({ way }) => way === best);
  const own = fit.filter(({ procedure }) => isAt(procedure, repository));
  return (own.length > 0 ? own : fit).map((one) => ({ ...one, isClose: false }));
}

function isAt(procedure: KnownProcedure, repository: string): boolean {
  return procedure.repository.toLowerCase() === repository.toLowerCase();
}

/** A file whose folder is another one now: by its name, where that says enough and is the only one. */
function movedFile(
  name: string,
  index: ProcedureIndex,
  choose: (named: readonly Named[] | undefined) => readonly Hit[],
): readonly Hit[] {
  const path = plain(name.trim()).replaceAll('\\', '/');
  const file = path.split('/').at(-1) ?? '';
  if (file === path || !/\.[a-z]{2,8}$/.test(file) || !/[\p{L}\p{N}][-_ ][\p{L}\p{N}]/u.test(file)) return [];
  const hits = choose(index.names.get(file));
  return hits.length === 1 ? hits.map((hit) => ({ ...hit, isClose: true })) : [];
}

function wholeOrParts(
  name: string,
  { exact, close, link }: Pick<Resolver, 'exact' | 'close' | 'link'>,
): readonly Hit[] {
  const { links, rest } = takeLinks(name);
  const bare = rest.trim().replace(/^[`"'“<[(]+|[`"'”>\]),.;:]+$/g, '');
  const linked = links.flatMap(link);
  if (linked.length > 0) return linked;
  const whole = exact(bare);
  if (whole.length > 0) return whole;
  const parts = bare
    .split(/[\n,;]|\s(?:and|und|et|y|e|or|oder|ou|[&+/|])\s|、/i)
    .map((part) => part.trim().replace(/^[`"'“*-]+\s*|[`"'”]+$/g, ''))
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS);
  const each = parts.length < 2 ? [] : parts.map((part) => exact(part));
  if (each.some((hits) => hits.length > 0))
    return each.flatMap((hits, at) => (hits.length > 0 ? hits : close(parts[at] ?? '')));
  const nearWhole = close(bare);
  return nearWhole.length > 0 || parts.length < 2 ? nearWhole : parts.flatMap(close);
}

function followed(
  linked: LinkedTo,
  index: ProcedureIndex,
  choose: (named: readonly Named[] | undefined) => readonly Hit[],
  named: (name: string) => readonly Hit[],
): readonly Hit[] {
  if ('alert' in linked) return choose(index.names.get(plain(linked.alert)));
  if ('named' in linked) return named(linked.named);
  const { repository, paths } = linked;
  for (const [at, path] of paths.entries()) {
    const hits = choose(index.names.get(plain(`${repository}/${path}`)));
    if (hits.length > 0) return hits.map((hit) => asLink(hit, at > 1));
  }
  return forked(repository, paths, choose, index);
}

/** In somebody's fork stands what stands here; a file that moved is still known by its name. */
function forked(
  repository: string,
  paths: readonly string[],
  choose: (named: readonly Named[] | undefined) => readonly Hit[],
  index: ProcedureIndex,
): readonly Hit[] {
  const name = repository.split('/')[1] ?? '';
  const [path = ''] = paths;
  const same = choose(index.names.get(plain(`${name}/${path}`)));
  if (same.length > 0) return same.map((hit) => asLink(hit, true));
  return movedFile(path, index, choose)
    .filter(({ procedure }) => (procedure.repository.split('/')[1] ?? '').toLowerCase() === name.toLowerCase())
    .map((hit) => asLink(hit, true));
}

function asLink(hit: Hit, isClose: boolean): Hit {
  return { ...hit, way: hit.way === 'path' ? 'link' : hit.way, isClose };
}
