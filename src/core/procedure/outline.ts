// core/procedure: the headings and links of a procedure's text. Markdown is parsed only when this is asked for.
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';
import { asciidocHeadings, asciidocLinks, type BodyHeading, type BodyLink } from './outline-asciidoc.ts';
import type { Procedure } from './procedure.ts';

/** A heading: its words, its anchor as GitHub makes it (without `#`), its level (1 to 6) and its line in the file. */
export type Heading = { readonly text: string; readonly anchor: string; readonly level: number; readonly line: number };

/** A link: where it leads, as written, and where it stands in the file. */
export type Link = { readonly target: string; readonly line: number; readonly column: number };

/** What the outline is made of. */
export type Document = Pick<Procedure, 'path' | 'text' | 'frontMatter'>;

/** The headings, in order. Of twins the second has `-1` at the end of its anchor, as on GitHub. Bounded in time for any text. */
export function headingsOf(document: Document): readonly Heading[] {
  const { body, firstLine } = bodyOf(document);
  const slugger = new GithubSlugger();
  const found = isAsciidoc(document) ? asciidocHeadings(body) : markdownHeadings(body);
  return found.map(({ text, level, line }) => ({ text, anchor: slugger.slug(text), level, line: line + firstLine }));
}

/** The links (inline, by reference, bare, and `href`s of HTML), in order; images are none. */
export function linksOf(document: Document): readonly Link[] {
  const { body, firstLine } = bodyOf(document);
  const found = isAsciidoc(document) ? asciidocLinks(body) : markdownLinks(body);
  return found.map(({ target, line, column }) => ({ target, line: line + firstLine, column }));
}

const markdown = new MarkdownIt({ html: true, linkify: false });
markdown.normalizeLink = (target) => target; // Links are compared with paths, so they stay as they are written.
markdown.validateLink = () => true; // Nothing is rendered here.

function isAsciidoc({ path }: Document): boolean {
  return /\.adoc$/i.test(path);
}

function bodyOf({ text, frontMatter }: Document): { readonly body: string; readonly firstLine: number } {
  const at = frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt;
  return { body: text.slice(at), firstLine: text.slice(0, at).split('\n').length };
}

function markdownHeadings(body: string): readonly BodyHeading[] {
  const tokens = markdown.parse(body, {});
  return tokens.flatMap((token, index) => {
    if (token.type !== 'heading_open') return [];
    const words = textOf(tokens[index + 1]?.children ?? []);
    return [{ text: words.trim(), level: Number(token.tag.slice(1)), line: token.map?.[0] ?? 0 }];
  });
}

/** What a reader sees: code and link texts too; no images and no tags. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.type.endsWith('break') ? ' ' : SEEN.has(token.type) ? token.content : ''))
    .join('');
}

const SEEN = new Set(['text', 'code_inline', 'text_special']);

function markdownLinks(body: string): readonly BodyLink[] {
  const lines = body.split('\n');
  let block: readonly [number, number] = [0, 0];
  return markdown.parse(body, {}).flatMap((token): readonly BodyLink[] => {
    block = token.map ?? block; // A cell of a table has no place of its own, its row has.
    if (token.type !== 'inline' && token.type !== 'html_block') return [];
    const targets = token.type === 'html_block' ? hrefs(token.content) : inlineTargets(token.children ?? []);
    return targets.length === 0 ? [] : placed(targets, lines, block);
  });
}

function inlineTargets(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') return [String(token.attrGet('href') ?? '')];
    return token.type === 'html_inline' ? hrefs(token.content) : [];
  });
}

function hrefs(html: string): readonly string[] {
  return [
    ...html.matchAll(/<a\s(?:[^<>]{0,500}\s)?href\s{0,5}=\s{0,5}(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')/gi),
  ].map((match) => match[1] ?? match[2] ?? '');
}

// Markdown's parser does not say where in a paragraph a link stands. A target by reference stands elsewhere, so the search is short.
const SEARCH_LENGTH = 4000;

/** Each target at its place in the lines of its block; where it does not stand there as written, at the block's beginning. */
function placed(
  targets: readonly string[],
  lines: readonly string[],
  [from, to]: readonly [number, number],
): readonly BodyLink[] {
  let line = from;
  let column = 0;
  return targets.map((target) => {
    let searched = 0;
    for (let at = line; at < Math.max(to, from + 1) && searched < SEARCH_LENGTH; at += 1) {
      const start = at === line ? column : 0;
      const window = (lines[at] ?? '').slice(start, start + SEARCH_LENGTH);
      const found = target === '' ? -1 : window.indexOf(target);
      searched += window.length + 1;
      if (found === -1) continue;
      line = at;
      column = start + found + target.length;
      return { target, line: at, column: start + found + 1 };
    }
    return { target, line: from, column: 1 };
  });
}
