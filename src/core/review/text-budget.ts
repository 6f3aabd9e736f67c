// core/review: bodies of issues stay under GitHub's limit (contract §6).

/** Bodies stay under 60,000 characters; the rest is room for a mention and for the sentence that says what was left out. */
export const BODY_ROOM = 58_000;

/** The lines that fit into `room` characters, whole, and how many were left out. */
export function fitting(
  lines: readonly string[],
  room: number,
): { readonly kept: readonly string[]; readonly left: number } {
  let length = 0;
  let count = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > room) break;
    count += 1;
  }
  return { kept: lines.slice(0, count), left: lines.length - count };
}

/** Lines behind a line that opens them. */
export function folded(summary: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}
