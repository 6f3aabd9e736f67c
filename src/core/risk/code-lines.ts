// core/risk: the lines of code in a document, with what they are written in.

/** A line of code, continued lines joined. `line` and `column` are those of its beginning in the file, 1-based. */
export type CodeLine = {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly language: CodeLanguage;
};

export type CodeLanguage = 'shell' | 'sql' | 'data' | 'code';

const LANGUAGES = new Map<string, CodeLanguage>([
  ...words(
    ' sh bash zsh ksh fish shell console terminal shell-session shellsession text txt plaintext powershell ps1 pwsh',
    'shell',
  ),
  ...words('bat cmd batch dos', 'shell'),
  ...words('sql mysql psql postgres postgresql plsql tsql cql', 'sql'),
  ...words('yaml yml json', 'data'),
  ...words('python py python3 js javascript mongo mongodb', 'code'),
]);

/** A document with more lines of code than this is read to here. */
const MOST_LINES = 20_000;
const LONGEST_LINE = 4000;

/**
 * The lines of the fenced blocks of `text` (Markdown's fences, AsciiDoc's `----`), from `offset` on. Where a block shows prompts
 * (`$ ls`), only what stands behind one is code; the rest is output. Blocks in other languages are left out. Linear in the text.
 */
export function codeLines(text: string, offset = 0): readonly CodeLine[] {
  const firstLine = text.slice(0, offset).split('\n').length;
  const found: CodeLine[] = [];
  let block: { readonly fence: string; readonly language: CodeLanguage | null; readonly lines: CodeLine[] } | null =
    null;
  let above = '';
  for (const [index, raw] of text.slice(offset).split('\n').entries()) {
    const line = raw.replace(/\r$/, '').slice(0, LONGEST_LINE);
    const fence = /^[ \t>]*(`{3,}|~{3,}|-{4,}$|\.{4,}$)[ \t]*([^`]*)$/.exec(line);
    if (block && fence && closes(block.fence, fence[1] ?? '', fence[2] ?? '')) {
      found.push(...commandsOf(block.lines));
      block = null;
    } else if (block) {
      if (block.language && found.length + block.lines.length < MOST_LINES)
        block.lines.push({ text: line, line: firstLine + index, column: 1, language: block.language });
    } else if (fence) {
      block = { fence: fence[1] ?? '', language: languageOf(fence[1] ?? '', fence[2] ?? '', above), lines: [] };
    }
    above = line;
  }
  return [...found, ...commandsOf(block?.lines ?? [])];
}

/** A fence is closed by one of its own kind that is as long or longer and says nothing. */
function closes(open: string, fence: string, info: string): boolean {
  return fence[0] === open[0] && fence.length >= open.length && info.trim() === '';
}

/** AsciiDoc names the language on the line above its block; four dashes in Markdown are a rule and open nothing of ours. */
function languageOf(fence: string, info: string, above: string): CodeLanguage | null {
  const isAsciidoc = fence.startsWith('-') || fence.startsWith('.');
  const named = isAsciidoc ? /^\[source,\s*(\w+)/.exec(above)?.[1] : /^[{.\s]*([\w-]*)/.exec(info)?.[1];
  if (named === undefined) return null;
  return LANGUAGES.get(named.toLowerCase()) ?? null;
}

const PROMPT = /^\s*(?:\(?[\w.@~:/-]*\)?\s?[$%]|PS [\w:\\]*>|[\w-]+[=#]>|mysql>|C:\\[\w\\]*>)\s+/;

function commandsOf(lines: readonly CodeLine[]): readonly CodeLine[] {
  const joined = joinContinued(lines);
  const isPrompted = joined.some(({ text, language }) => language === 'shell' && PROMPT.test(text));
  return joined.flatMap((line) => {
    const prompt = line.language === 'shell' ? (PROMPT.exec(line.text)?.[0] ?? '') : '';
    if (isPrompted && prompt === '') return [];
    const text = line.text.slice(prompt.length);
    const blanks = text.length - text.trimStart().length;
    return text.trim() === '' ? [] : [{ ...line, text: text.trim(), column: prompt.length + blanks + 1 }];
  });
}

const CONTINUED = /(?:\\|\s[`^])$/;

function joinContinued(lines: readonly CodeLine[]): readonly CodeLine[] {
  const joined: CodeLine[] = [];
  let open = false;
  for (const line of lines) {
    const goesOn = line.language === 'shell' && CONTINUED.test(line.text);
    const text = goesOn ? line.text.slice(0, -1).trimEnd() : line.text;
    const last = joined.at(-1);
    if (open && last)
      joined[joined.length - 1] = { ...last, text: `${last.text} ${text.trim()}`.slice(0, LONGEST_LINE) };
    else joined.push({ ...line, text });
    open = goesOn;
  }
  return joined;
}

function words(list: string, language: CodeLanguage): readonly (readonly [string, CodeLanguage])[] {
  return list.split(' ').map((word) => [word, language]);
}
