// core: commands in a comment (contract §6): visible lines that begin with `/steward`, or with the command itself.
import MarkdownIt, { type Token } from 'markdown-it';

/** `/steward name text`, or `/name text`. `text` as a reader sees it, without markup. */
export type Command = { readonly name: string; readonly text: string };

// Whoever writes a slash in another way means it to be read, not followed.
const markdown = new MarkdownIt({ html: true, linkify: false }).disable(['escape', 'entity']);
const COMMAND = /^\/steward[ \t]+([a-z][a-z-]{0,30})(?:[ \t]+(.*))?$/i;
const SHORT = /^\/([a-z][a-z-]{0,30})(?:[ \t]+(.*))?$/i;
/** What stands in these is shown, quoted or struck out, not said. */
const QUOTING = /^(?:pre|code|blockquote|q|del|s|strike|samp|kbd|tt|textarea|template|script|style|title)$/i;
const TAG = /<(\/?)([a-z][a-z\d-]*)\b[^>]*?(\/?)>/gi;
const TEXT_LIMIT = 500;

/**
 * The commands of a comment, in order: of lines of its own text, outside code, quotes, lists and HTML comments. What might be hidden from
 * a reader is none. `short`: names that count without `/steward` before them; everything else that begins with a slash is for others.
 */
export function commandsIn(body: string, short: ReadonlySet<string> = NONE): readonly Command[] {
  if (!(short.size > 0 ? /^[ \t]{0,3}\/[a-z]/im : /\/steward\b/i).test(body)) return [];
  const tokens = markdown.parse(body, {});
  const found: Command[] = [];
  let quotes = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'html_block') quotes += quotesIn(token.content);
    const before = tokens[at - 1];
    const isOwn = token.type === 'inline' && before?.type === 'paragraph_open' && before.level === 0;
    if (isOwn && quotes <= 0) found.push(...commandsOf(token.children ?? [], short));
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();

/** How many more quoting elements are open after it. */
function quotesIn(html: string): number {
  const tags = [...html.replace(/<!--[\s\S]*?-->/g, '').matchAll(TAG)].filter(([, , name = '']) => QUOTING.test(name));
  return tags.reduce((sum, [, closes, , isEmpty]) => sum + (isEmpty ? 0 : closes ? -1 : 1), 0);
}

function commandsOf(children: readonly Token[], short: ReadonlySet<string>): readonly Command[] {
  const lines: Token[][] = [[]];
  let depth = 0;
  for (const child of children) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') {
      lines.push([]);
      continue;
    }
    if (child.type === 'html_inline') depth += quotesIn(child.content);
    // A comment that nobody closed: who knows where it is thought to end.
    if (child.type === 'text' && child.content.includes('<!--')) break;
    if (depth <= 0) lines.at(-1)?.push(child);
  }
  return lines.flatMap((line) => commandOf(line, short));
}

function commandOf(line: readonly Token[], short: ReadonlySet<string>): readonly Command[] {
  const [first] = line;
  if (first?.type !== 'text' || first.level !== 0 || !first.content.startsWith('/')) return [];
  const shown = line.map(({ type, content }) => (SHOWN.has(type) ? content : '')).join('');
  const [, name, text = ''] = COMMAND.exec(shown.trim()) ?? shortIn(shown.trim(), short) ?? [];
  return name === undefined
    ? []
    : [{ name: name.toLowerCase(), text: text.trim().slice(0, TEXT_LIMIT).toWellFormed() }];
}

function shortIn(line: string, short: ReadonlySet<string>): RegExpExecArray | null {
  const match = SHORT.exec(line);
  return match && short.has((match[1] ?? '').toLowerCase()) ? match : null;
}

const SHOWN = new Set(['text', 'code_inline', 'text_special']);

/** Why, of `override because …`; null where no reason is given. */
export function reasonOf({ text }: Command): string | null {
  return /^because\b[ \t:,]*(\S.*)$/i.exec(text)?.[1]?.trim() ?? null;
}
