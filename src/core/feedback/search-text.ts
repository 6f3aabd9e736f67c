// core/feedback: procedures named somewhere in a title or a text.
import type { ProcedureIndex } from './index-procedures.ts';
import type { Hit, Resolver } from './look-up.ts';
import { mentionsOf } from './mentions.ts';
import { takeLinks } from './read-links.ts';
import { isDistinctive, phraseOf, plain, wordsOf } from './words.ts';

export type Written = { readonly title: string; readonly what: string; readonly field: string };

const MOST_CLOSE = 100;
const LONGEST_PHRASE = 14;
/** So many words of a title in a row are no chance in running text; in an issue's title, and in the form's field, two are enough. */
const WORDS_IN_TEXT = 4;
const WORDS_IN_TITLE = 2;

/**
 * The procedures that a text names, by the surest kind of name that it holds: links, paths, ids and old names; then alerts; then titles
 * and file names. Only where none is exact: those within two edits of what the writer set off.
 */
export function searchText(written: Written, index: ProcedureIndex, find: Resolver): readonly Hit[] {
  const { links, rest } = takeLinks([written.field, written.title, written.what].join('\n'));
  const { marked, tokens } = mentionsOf(rest);
  const linked = links.flatMap(find.link);
  const named = [
    ...marked.flatMap(find.exact),
    ...tokens
      .filter((token) => index.distinctive.has(plain(token)))
      .flatMap(find.exact)
      .map(asPath),
    ...phrases(written.title, index, find, WORDS_IN_TITLE),
    ...phrases(written.field, index, find, WORDS_IN_TITLE),
    ...phrases(rest, index, find, WORDS_IN_TEXT),
  ];
  const exact = surest([...linked, ...named].filter(({ isClose }) => !isClose));
  if (exact.length > 0) return exact;
  if (linked.length > 0) return linked;
  const parts = titleParts(written.title);
  return [
    ...closeHits([written.title, ...parts, ...marked, ...tokens.filter(isPathLike)], find.close),
    ...closeHits(parts.flatMap(runs), find.closeInSentence),
  ];
}

/** A file's name with a sign in it (`grow-a-volume`) is as sure as its path. */
function asPath(hit: Hit): Hit {
  return hit.way === 'file name' ? { ...hit, way: 'path' } : hit;
}

const TIERS: readonly (readonly Hit['way'][])[] = [
  ['link', 'path', 'id', 'alias', 'old name'],
  ['alert'],
  ['title', 'file name'],
];

function surest(hits: readonly Hit[]): readonly Hit[] {
  return TIERS.map((ways) => hits.filter(({ way }) => ways.includes(way))).find(({ length }) => length > 0) ?? [];
}

/** The titles that stand in a text word for word; of two at one place the longer. */
function phrases(
  text: string,
  { beginnings, phrases: known }: ProcedureIndex,
  find: Resolver,
  least: number,
): readonly Hit[] {
  const words = wordsOf(text);
  const hits: Hit[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (!beginnings.has(words.slice(at, at + 2).join(' '))) continue;
    for (let length = Math.min(LONGEST_PHRASE, words.length - at); length >= least; length -= 1) {
      const phrase = words.slice(at, at + length).join(' ');
      if (!known.has(phrase)) continue;
      hits.push(...find.phrase(phrase));
      at += length - 1;
      break;
    }
  }
  return hits;
}

/** `Feedback: Restore a database – step 4` as its parts. */
function titleParts(title: string): readonly string[] {
  return title.split(/\s*(?:[:|–—()[\]"“”„«»]|\s-\s|,\s)\s*/).filter((part) => wordsOf(part).length >= WORDS_IN_TITLE);
}

/** Every run of words of a part. */
function runs(part: string): readonly string[] {
  const words = wordsOf(part).slice(0, 12);
  return words.flatMap((_, from) =>
    words.flatMap((_, to) => (to - from >= 2 && to < words.length ? [words.slice(from, to + 1).join(' ')] : [])),
  );
}

function isPathLike(token: string): boolean {
  return token.length >= 8 && isDistinctive(token);
}

/** Close matches of the first names that are long enough for one. */
function closeHits(names: readonly string[], close: Resolver['close']): readonly Hit[] {
  const distinct = new Set(names.filter((name) => phraseOf(name).length >= 6));
  return [...distinct].slice(0, MOST_CLOSE).flatMap(close);
}
