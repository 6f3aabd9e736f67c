// core/procedure: what a procedure without a declared title is called.

/** The part of a procedure that tells its title and outline. */
export type Body = { readonly path: string; readonly text: string; readonly bodyAt: number };

const LOOKED_AT = 64 * 1024;

/**
 * The first top heading (`# Title`, underlined `Title`, AsciiDoc's `= Title`) outside code and comments that holds no template syntax
 * (ERB, Liquid, Jinja, Go templates, MDX), else the file's name without its extensions. Only the first 64 KiB are looked at.
 */
export function titleOf({ path, text, bodyAt }: Body): string {
  const lines = text.slice(bodyAt, bodyAt + LOOKED_AT).split('\n');
  const mark = /\.adoc$/i.test(path) ? /^=[ \t]+(.*)$/ : /^ {0,3}#(?:[ \t]+(.*))?$/;
  const isMdx = /\.mdx$/i.test(path);
  for (const heading of topHeadings(lines, mark)) {
    if (/<%|%>|\{\{|\}\}|\{%|%\}/.test(heading) || (isMdx && /[{}]/.test(heading))) continue;
    const title = plainText(heading);
    if (title !== '') return title;
  }
  return nameOf(path);
}

function* topHeadings(lines: readonly string[], mark: RegExp): Iterable<string> {
  let fence: string | null = null;
  let isComment = false;
  let previous = '';
  for (const raw of lines) {
    const line = raw.trimEnd();
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (ticks?.startsWith(fence) && line.trim() === ticks) fence = null;
      continue;
    }
    if (isComment || /^ {0,3}<!--/.test(line)) {
      isComment = !line.includes('-->');
      previous = '';
      continue;
    }
    fence = ticks;
    const heading = mark.exec(line);
    if (heading) yield heading[1] ?? '';
    else if (/^ {0,3}=+$/.test(line) && isParagraph(previous)) yield previous;
    previous = fence === null && !heading ? line : '';
  }
}

function isParagraph(line: string): boolean {
  return line.trim() !== '' && !/^(?: {4}|\t| {0,3}[>#=|])/.test(line);
}

/** The words of a heading: closing hashes, links, images, emphasis, code and tags taken off. */
function plainText(heading: string): string {
  return heading
    .slice(0, 500)
    .replace(/[ \t]#+$/, '')
    .replace(/!\[[^\]]{0,200}\]\([^)]{0,400}\)/g, '')
    .replace(/\[([^\]]{0,200})\](?:\([^)]{0,400}\)|\[[^\]]{0,200}\])/g, '$1')
    .replace(/<[^>]{0,200}>/g, '')
    .replace(/[*`]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\{#[\w-]{0,100}\}$/, '')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bare = name.replace(/(?:\.(?:md|mdx|markdown|adoc|erb|html?))+$/i, '');
  return bare === '' ? name : bare;
}
