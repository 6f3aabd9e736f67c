// core/feedback: what a procedure tells to do and needs for it, read from its text.
import MarkdownIt, { type Token } from 'markdown-it';
import type { Procedure } from '../procedure/procedure.ts';

export type StepsAndInputs = {
  /** Each step in its own words, on one line, in order; nested ones are left out. */
  readonly steps: readonly string[];
  /** What has to be filled in before a command can run: `<name>`, `$NAME`, `${NAME}`, `{{ name }}`. */
  readonly inputs: readonly string[];
};

const MOST_STEPS = 20;
const MOST_INPUTS = 12;
const PLACEHOLDER = /<([a-z][\w-]{1,40})>|\$\{?([A-Z][A-Z0-9_]{1,40})\}?|\{\{\s{0,3}\.?([\w.-]{1,40})\s{0,3}\}\}/g;

const markdown = new MarkdownIt({ html: true, linkify: false });

/** The items of the longest numbered list, or else the headings below the title. Bounded in time for any text. */
export function stepsOf({ text, frontMatter }: Pick<Procedure, 'text' | 'frontMatter'>): StepsAndInputs {
  const body = text.slice(frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt);
  const tokens = markdown.parse(body, {});
  const longest = lists(tokens).reduce(
    (best: readonly string[], list) => (list.length > best.length ? list : best),
    [],
  );
  return { steps: (longest.length > 0 ? longest : headings(tokens)).slice(0, MOST_STEPS), inputs: inputsOf(tokens) };
}

function lists(tokens: readonly Token[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  let items: string[] | null = null;
  for (const [at, token] of tokens.entries()) {
    if (token.level === 0 && token.type === 'ordered_list_open') items = [];
    if (token.level === 0 && token.type === 'ordered_list_close' && items) found.push(items);
    if (token.level === 1 && token.type === 'list_item_open') items?.push(wordsFrom(tokens, at));
    if (token.level === 0 && token.type.endsWith('list_close')) items = null;
  }
  return found;
}

/** The first line of text in an item; an item of commands alone says its first command. */
function wordsFrom(tokens: readonly Token[], at: number): string {
  for (const token of tokens.slice(at + 1, at + 8)) {
    if (token.type === 'inline')
      return firstLine(
        token.children?.map(({ content, type }) => (type.endsWith('break') ? ' ' : content)).join('') ?? '',
      );
    if (token.type === 'fence' || token.type === 'code_block') return firstLine(token.content);
  }
  return '';
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? '';
}

function headings(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, at) =>
    token.type === 'heading_open' && token.tag !== 'h1' ? [wordsFrom(tokens, at)] : [],
  );
}

function inputsOf(tokens: readonly Token[]): readonly string[] {
  const code = tokens.flatMap((token) =>
    token.type === 'fence' || token.type === 'code_block'
      ? [token.content]
      : (token.children ?? []).filter(({ type }) => type === 'code_inline').map(({ content }) => content),
  );
  const found = new Set<string>();
  for (const text of code) {
    for (const [, angle, shell, braces] of text.slice(0, 20_000).matchAll(PLACEHOLDER))
      found.add(angle ?? shell ?? braces ?? '');
    if (found.size >= MOST_INPUTS) break;
  }
  return [...found].slice(0, MOST_INPUTS);
}
