// scripts: the Markdown of a check run's summary, as a person reads it at a terminal.
import MarkdownIt, { type Token } from 'markdown-it';
import { table } from '../src/cli/table.ts';
import { visible } from '../src/core/display.ts';
import type { Paint } from '../src/core/policy/report/text.ts';
import { wrapped } from './demo-wrap.ts';

export type Page = { readonly paint: Paint; readonly columns: number };

const markdownIt = new MarkdownIt({ html: true });

/** Paragraphs and lists wrapped to the columns, tables aligned. Whatever the text holds, it cannot colour or move anything. */
export function toTerminal(markdown: string, page: Page): string {
  const lines: string[] = [];
  const cells: string[][] = [];
  const at = { depth: 0, bullet: '', isHeading: false, inTable: false };
  const space = () => {
    if (at.depth < 2 && at.bullet === '' && lines.length > 0 && lines.at(-1) !== '') lines.push('');
  };
  const put = (text: string) => {
    const rest = '  '.repeat(at.depth);
    const first = at.bullet === '' ? rest : rest.slice(0, -2) + at.bullet;
    for (const [index, line] of text.split('\n').entries()) {
      lines.push(...wrapped(line, { first: index === 0 ? first : rest, rest, columns: page.columns }));
    }
    at.bullet = '';
  };
  const steps: Readonly<Record<string, (token: Token) => void>> = {
    paragraph_open: () => at.depth === 0 && space(),
    heading_open: () => {
      space();
      at.isHeading = true;
    },
    heading_close: () => {
      at.isHeading = false;
    },
    bullet_list_open: () => {
      at.depth += 1;
    },
    bullet_list_close: () => {
      at.depth -= 1;
    },
    list_item_open: () => {
      space();
      at.bullet = '- ';
    },
    inline: (token) => {
      if (at.inTable) cells.at(-1)?.push(words(token));
      else put(at.isHeading ? page.paint.bold(words(token)) : painted(token, page.paint));
    },
    hr: space,
    table_open: () => {
      space();
      at.inTable = true;
    },
    tr_open: () => cells.push([]),
    table_close: () => {
      const [head = [], ...rows] = cells.splice(0);
      lines.push(...table(head, rows, page.paint.dim).trimEnd().split('\n'));
      at.inTable = false;
    },
    html_block: ({ content }) => {
      space();
      const folded = /^<details><summary>([^<]*)<\/summary>\n?$/.exec(content)?.[1];
      if (folded !== undefined) put(page.paint.bold(`${visible(folded)}:`));
      else if (content.trim() !== '</details>') put(visible(content.trimEnd()));
    },
    fence: ({ content }) => put(content.trimEnd().split('\n').map(visible).join('\n')),
  };
  for (const token of markdownIt.parse(markdown, {})) steps[token.type]?.(token);
  return lines.join('\n').trimEnd();
}

/** The words alone, as in the cell of a table. */
function words(token: Token): string {
  return (token.children ?? []).map((child) => (isBreak(child) ? ' ' : shown(child))).join('');
}

function painted(token: Token, paint: Paint): string {
  let style: (text: string) => string = (text) => text;
  const parts = (token.children ?? []).map((child) => {
    if (child.type === 'strong_open') style = paint.bold;
    else if (child.type === 'link_open') style = (text) => paint.dim(`[${text}]`);
    else if (child.type === 'strong_close' || child.type === 'link_close') style = (text) => text;
    else if (child.type === 'code_inline') return paint.cyan(`\`${shown(child)}\``);
    if (isBreak(child)) return '\n';
    return child.content === '' ? '' : style(shown(child));
  });
  return parts.join('');
}

function isBreak({ type }: Token): boolean {
  return type === 'softbreak' || type === 'hardbreak';
}

/** The report itself puts zero-width spaces into prose, so that GitHub mentions nobody; a terminal does not need them. */
function shown({ type, content }: Token): string {
  return visible(type === 'text' ? content.replaceAll('\u200B', '') : content);
}
