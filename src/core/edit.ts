// core: a change to a text, as data.

/** Replace `text[start, end)` of the file at `path` by `insert`. Offsets are UTF-16, into the text as it was read (BOM and line endings kept). */
export type Edit = { readonly path: string; readonly start: number; readonly end: number; readonly insert: string };

/**
 * `text` after `edits` (all of one file). Edits at the same place apply in the order given; equal edits apply once; of two that
 * overlap, the first one stands and the other is left out (the next run finds what it was for again).
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let result = '';
  let at = 0;
  const done = new Set<string>();
  for (const { start, end, insert } of ordered) {
    const key = `${start}:${end}:${insert}`;
    if (start < at || done.has(key)) continue;
    done.add(key);
    result += text.slice(at, start) + insert;
    at = end;
  }
  return result + text.slice(at);
}
