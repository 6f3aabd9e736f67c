// test/docs: a page of docs/rules as data.
import MarkdownIt, { type Token } from 'markdown-it';

/** A fenced block; `caption`: the paragraph right above it, as written. */
export type Fence = { readonly language: string; readonly text: string; readonly caption: string };

export type Section = { readonly heading: string; readonly fences: readonly Fence[] };

/** A page: its title, the cells of its tables row by row, and its sections (the first is what stands before any heading). */
export type Page = {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  readonly sections: readonly Section[];
};

/** A file of an example; `side`: where it is like that, if it differs between the base and the pull request. */
export type ExampleFile = { readonly path: string; readonly text: string; readonly side: 'base' | 'head' | 'both' };

/** An example: its files, and what `steward check` says of them where the page quotes it. */
export type Example = { readonly files: readonly ExampleFile[]; readonly says: readonly string[] };

/** Reads a page of Markdown. */
export function readPage(markdown: string): Page {
  const tokens = new MarkdownIt().parse(markdown, {});
  const sections: { heading: string; fences: Fence[] }[] = [{ heading: '', fences: [] }];
  const rows: string[][] = [];
  let title = '';
  tokens.forEach((token, index) => {
    const inner = tokens[index + 1]?.content ?? '';
    if (token.type === 'heading_open' && token.tag === 'h1') title = inner;
    if (token.type === 'heading_open' && token.tag === 'h2') sections.push({ heading: inner, fences: [] });
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'td_open') rows.at(-1)?.push(inner);
    if (token.type === 'fence') sections.at(-1)?.fences.push(fenceOf(token, captionAbove(tokens, index)));
  });
  return { title, rows: rows.filter((cells) => cells.length > 0), sections };
}

/** The fenced blocks of the section under `heading`; none where there is no such section. */
export function fencesUnder({ sections }: Page, heading: string): readonly Fence[] {
  return sections.find((section) => section.heading === heading)?.fences ?? [];
}

/** The example in the section under `heading`: files are captioned with their path, a quoted report is a block of text without one. */
export function exampleIn(page: Page, heading: string): Example {
  const fences = fencesUnder(page, heading);
  return {
    files: fences.flatMap((fence) => fileOf(fence) ?? []),
    says: fences.filter((fence) => fence.language === 'text' && !fileOf(fence)).map(({ text }) => text),
  };
}

function fileOf({ caption, text }: Fence): ExampleFile | null {
  const match = /^`([^`]+)`( on `main`| in the pull request)?:$/.exec(caption);
  if (!match) return null;
  const [, path = '', where] = match;
  return { path, text, side: where === undefined ? 'both' : where === ' on `main`' ? 'base' : 'head' };
}

function fenceOf({ info, content }: Token, caption: string): Fence {
  return { language: info.trim(), text: content, caption };
}

function captionAbove(tokens: readonly Token[], index: number): string {
  const isParagraph = tokens[index - 1]?.type === 'paragraph_close';
  return isParagraph ? (tokens[index - 2]?.content ?? '') : '';
}
