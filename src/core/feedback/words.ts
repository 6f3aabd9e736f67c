// core/feedback: words, for comparing what people write with what things are called.

/** The words of a text in lower case, in order; letters, digits and marks of any script, everything else parts them. */
export function wordsOf(text: string): readonly string[] {
  return plain(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** The words of a text with one blank between them. */
export function phraseOf(text: string): string {
  return wordsOf(text).join(' ');
}

/** In one Unicode form and lower case, without characters that have no width. */
export function plain(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .toLowerCase();
}

/**
 * Whether a name is made like a name and not like a word of a sentence: with a digit, an inner capital or a sign in it
 * (`db-1`, `PostgresPrimaryDown`, `a/b.md`). Only such names are taken from running text.
 */
export function isDistinctive(name: string): boolean {
  return (
    name.length >= 4 &&
    !/\s/.test(name) &&
    /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|[\p{L}\p{N}][-_./:][\p{L}\p{N}]|\p{L}\p{N}|\p{N}\p{L}/u.test(name)
  );
}

/** `PostgresPrimaryDown` and `restore-from-backup.md` as words. */
export function partsOf(name: string): readonly string[] {
  return wordsOf(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
}
