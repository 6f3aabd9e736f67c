// core: check boxes in the app's own texts, each of which stands for one command.
import { z } from 'zod';
import { inComment, parsedJson } from './marker.ts';

/** A box as data from outside. */
export const BOX = z.discriminatedUnion('do', [
  z.object({ do: z.literal('reviewed'), key: z.string(), how: z.enum(['read', 'tested']) }),
  z.object({ do: z.literal('approve-owner'), owner: z.string() }),
  z.object({ do: z.literal('procedure'), key: z.string() }),
  z.object({ do: z.literal('refresh') }),
]);

/** What ticking a box asks for. `key` is that of a procedure. */
export type Box = Readonly<z.infer<typeof BOX>>;

/** An empty box as an item of a list. `text` is Markdown on one line. */
export function checkBox(text: string, box: Box): string {
  return `- [ ] ${text} <!-- steward-box: ${inComment(box)} -->`;
}

/**
 * The boxes that are ticked in `after` and were not in `before`, in their order. Only lines that `ours`, the text as the app wrote it, has
 * too, so that nobody can add a box of their own; every other change of the text is left aside.
 */
export function tickedBoxes(ours: string, before: string, after: string): readonly Box[] {
  const known = new Set(linesOf(ours).map(unticked));
  const already = new Set(linesOf(before).filter(isTicked).map(unticked));
  const ticked = linesOf(after).filter(isTicked).map(unticked);
  return [...new Set(ticked)].filter((line) => known.has(line) && !already.has(line)).flatMap((line) => boxIn(line));
}

/** `text` with every box empty, as the app wrote it. */
export function withoutTicks(text: string): string {
  return linesOf(text)
    .map((line) => (isTicked(line) ? unticked(line) : line))
    .join('\n');
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

function isTicked(line: string): boolean {
  return /^- \[[xX]\] /.test(line);
}

function unticked(line: string): string {
  return line.replace(/^- \[[xX]\] /, '- [ ] ').trimEnd();
}

function boxIn(line: string): readonly Box[] {
  const json = /<!-- steward-box: ([^<>]{1,4000}) -->$/.exec(line)?.[1];
  const parsed = json === undefined ? null : BOX.safeParse(parsedJson(json));
  return parsed?.success ? [parsed.data] : [];
}
