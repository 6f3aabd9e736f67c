// test/docs: the links and anchors of a Markdown page.
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

/** Where links and pictures lead, as written, in their order. */
export function targetsOf(markdown: string): readonly string[] {
  return flat(markdown).flatMap((token): readonly string[] => {
    if (token.type === 'link_open') return [String(token.attrGet('href'))];
    if (token.type === 'image') return [String(token.attrGet('src'))];
    return token.type.startsWith('html') ? attributes(token.content, /\s(?:href|src|srcset)="([^"\s]+)/g) : [];
  });
}

/** What a link to the page may have behind its `#`: its headings as GitHub names them, and its own anchors in HTML. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const slugger = new GithubSlugger();
  const headings = tokens.flatMap((token, index) =>
    token.type === 'heading_open' ? [slugger.slug(wordsOf(tokens[index + 1]?.children ?? []))] : [],
  );
  const own = flat(markdown).flatMap((token) =>
    token.type.startsWith('html') ? attributes(token.content, /\s(?:id|name)="([^"]+)"/g) : [],
  );
  return new Set([...headings, ...own]);
}

function flat(markdown: string): readonly Token[] {
  return new MarkdownIt({ html: true }).parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : '')).join('');
}

function attributes(html: string, pattern: RegExp): readonly string[] {
  return [...html.matchAll(pattern)].map(([, value = '']) => value);
}
