// core: the hidden line by which the app knows its own issues and pull requests again (contract §6).
import { z } from 'zod';

/** What a text of the app is about. `kind` and `key` together are unique in one place; whatever else there is belongs to the kind. */
export type Marker = { readonly kind: string; readonly key: string } & { readonly [more: string]: unknown };

const BEGIN = '<!-- runbook-steward: ';
const END = ' -->';
/** A longer one is not read. */
export const MARKER_LIMIT = 40_000;
const SHAPE = z.looseObject({ kind: z.string(), key: z.string() });

/** The marker as a line of Markdown. No value can end the comment. */
export function writeMarker(marker: Marker): string {
  return `${BEGIN}${inComment(marker)}${END}`;
}

/**
 * The same for a pull request, whose text a merge may make that of a commit: there GitHub acts on mentions and closing words in comments
 * too. It reads as the same marker.
 */
export function writeQuietMarker(marker: Marker): string {
  return writeMarker(marker).replace(
    /[@#]|(?<=\/)\/|(?<=\bGH)-/gi,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The marker that `body` begins with; null where it begins otherwise. Only a text that the app wrote may be trusted with it. */
export function readMarker(body: string): Marker | null {
  const start = body.replace(/^[\uFEFF\s]{0,10}/, '');
  const end = start.slice(0, MARKER_LIMIT).search(/ -->(?:\r?\n|$)/);
  if (!start.startsWith(BEGIN) || end < BEGIN.length) return null;
  const parsed = SHAPE.safeParse(parsedJson(start.slice(BEGIN.length, end)));
  return parsed.success ? parsed.data : null;
}

/** `value` as JSON that can stand in an HTML comment: without `--`, `<` and `>`, and on one line. */
export function inComment(value: unknown): string {
  return JSON.stringify(value).replace(/[<>\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|-(?=-|>)|(?<=-)-/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** The value of `json`; undefined where it is none. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // Somebody edited it: then it is no marker.
  }
}
