// store: JSON and text as PostgreSQL can hold them.

/** PostgreSQL's text has no U+0000; it becomes U+FFFD, as a lone half of a surrogate pair does on its way. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** A copy of `value` whose texts are plain. */
export function plainJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? plainText(inner) : inner,
  );
}

/** `value` as the text of a `jsonb` column. */
export function jsonText(value: unknown): string {
  return JSON.stringify(plainJson(value));
}
