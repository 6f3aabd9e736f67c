// core/feedback: the line at the end of a procedure that leads to its owner.
import MarkdownIt, { type Token } from 'markdown-it';
import { applyEdits, type Edit } from '../edit.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { FORM_FILE } from './form.ts';

const FOOTER_WORDS = 'Something wrong or unclear here? Tell the owner.';
const LINE = /^(\[[^[\]\n]{1,200}\]\()(https?:\/\/[^\s()<>]{1,7000})(\)[ \t]*)$/;

export type Footed = Pick<Procedure, 'path' | 'text' | 'frontMatter'>;

/** The edit that gives a procedure its footer; `edit` null: it stands there already. `cannot`: why the file is left alone. */
export type Footer = { readonly edit: Edit | null } | { readonly cannot: string };

/**
 * The footer line of a procedure in Markdown, with `link` (from `feedbackLink`). A footer that stands there keeps its words and gets
 * the new link; else one is added at the end, in the file's own line endings. No other line changes: what Markdown makes of the rest
 * is compared before and after, and a file for which that differs is left alone.
 */
export function footer({ path, text, frontMatter }: Footed, link: string): Footer {
  if (!/\.(?:md|mdx|markdown|md\.erb)$/i.test(path)) return { cannot: 'it is not Markdown; write the link by hand' };
  if (frontMatter.state === 'broken') return { cannot: 'its front matter cannot be read' };
  const bodyAt = frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt;
  if (/\r(?!\n)/.test(text.slice(bodyAt))) return { cannot: 'its line endings are not those of a text file' };
  const standing = standingFooters(text, bodyAt);
  if (standing.length > 1) return { cannot: 'it has more than one feedback line' };
  const [old] = standing;
  if (old && text.slice(old.start, old.end) === link) return { edit: null };
  const edit = old ? { path, ...old, insert: link } : added(path, text, link);
  return isSafe(text.slice(bodyAt), applyEdits(text, [edit]).slice(bodyAt), link)
    ? { edit }
    : { cannot: 'its end cannot be changed safely (an open code block, comment or HTML element)' };
}

/** Where the links of feedback lines stand that are a paragraph of their own. */
function standingFooters(text: string, bodyAt: number): readonly { readonly start: number; readonly end: number }[] {
  const body = text.slice(bodyAt);
  if (!body.includes(FORM_FILE)) return [];
  const lines = body.split('\n');
  const starts: number[] = [];
  let at = bodyAt;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return paragraphs(markdown.parse(body, {})).flatMap(({ from, to }) => {
    const match = to - from === 1 ? LINE.exec((lines[from] ?? '').replace(/\r$/, '')) : null;
    if (!match?.[2]?.includes(`template=${FORM_FILE}`)) return [];
    const start = (starts[from] ?? 0) + (match[1]?.length ?? 0);
    return [{ start, end: start + match[2].length }];
  });
}

function added(path: string, text: string, link: string): Edit {
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const breaks = text.slice(text.trimEnd().length).split('\n').length - 1;
  const gap = text.trim() === '' ? '' : eol.repeat(Math.max(0, 2 - breaks));
  return { path, start: text.length, end: text.length, insert: `${gap}[${FOOTER_WORDS}](${link})${eol}` };
}

const markdown = new MarkdownIt({ html: true, linkify: false });
markdown.normalizeLink = (target) => target;

function paragraphs(tokens: readonly Token[]): readonly { readonly from: number; readonly to: number }[] {
  return tokens.flatMap(({ type, level, map }) =>
    type === 'paragraph_open' && level === 0 && map ? [{ from: map[0], to: map[1] }] : [],
  );
}

/** Whether Markdown sees the same document before and after, but for one paragraph that is a link to `link`. */
function isSafe(before: string, after: string, link: string): boolean {
  const [was, is] = [shapes(before), shapes(after)];
  const ours = is.filter((shape) => shape.includes(link));
  const [isAlone] = ours;
  if (ours.length !== 1 || !isAlone?.startsWith('paragraph\n[')) return false;
  const rest = (all: readonly string[]) => all.filter((shape) => !isFooter(shape)).join('\n\0');
  return rest(was) === rest(is);
}

function isFooter(shape: string): boolean {
  return shape.startsWith('paragraph\n[') && shape.includes(`template=${FORM_FILE}`);
}

/** Each block of the top level, as text. */
function shapes(body: string): readonly string[] {
  const blocks: string[] = [];
  let open: string[] = [];
  for (const token of markdown.parse(body, {})) {
    open.push(`${token.type}|${token.markup}|${token.info}|${token.hidden}|${token.content}`);
    if (token.level > 0 || token.nesting === 1) continue;
    const inline = open[1]?.startsWith('inline|') ? open[1].slice('inline|||false|'.length) : '';
    blocks.push(open[0]?.startsWith('paragraph_open') ? `paragraph\n${inline}` : open.join('\n'));
    open = [];
  }
  return blocks;
}
