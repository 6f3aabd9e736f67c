// core/procedure: where the front matter begins and ends, decided before anything reads it.
import type { MetadataLanguage } from './front-matter.ts';

/** Offsets are UTF-16 into the file's text. */
export type Fence =
  /** `insertAt`: where a block would begin (after a BOM). */
  | { readonly kind: 'none'; readonly insertAt: number }
  | {
      readonly kind: 'block';
      readonly language: MetadataLanguage;
      readonly openAt: number;
      /** The content between the fences; `contentEnd` is where the line of the closing fence begins. */
      readonly contentAt: number;
      readonly contentEnd: number;
      readonly bodyAt: number;
    }
  /** A first line that opens a block, and no line that closes it. */
  | { readonly kind: 'open'; readonly fence: string; readonly openAt: number; readonly contentAt: number }
  /** A block in a language that is not read; `word` as written, at `wordAt`. */
  | {
      readonly kind: 'language';
      readonly word: string;
      readonly wordAt: number;
      readonly contentAt: number;
      readonly bodyAt: number;
    };

const LANGUAGES: ReadonlyMap<string, MetadataLanguage> = new Map([
  ['--- ', 'yaml'],
  ['--- yaml', 'yaml'],
  ['--- yml', 'yaml'],
  ['--- json', 'json'],
  ['--- toml', 'toml'],
  ['+++ ', 'toml'],
  ['+++ toml', 'toml'],
]);

const CLOSING: Readonly<Record<string, RegExp>> = {
  // `$` is the end of the text: with the flag `m` it would also stand before U+2028.
  '---': /\n---[ \t]*(?:\r?\n|\r?$)/g,
  '--- ': /\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?$)/g,
  '+++': /\n\+\+\+[ \t]*(?:\r?\n|\r?$)/g,
  ';;;': /\n;;;[ \t]*(?:\r?\n|\r?$)/g,
};

/**
 * The block at `from` of `text` (its start after a BOM, if not given). Three dashes or pluses and nothing, or a word, behind them
 * open it; `---` closes `---` (and `...`, where it holds YAML), `+++` closes `+++`. A lone CR counts as the end of a line here, so
 * that the block is seen; it is refused later.
 */
export function findFence(text: string, from: number = text.startsWith('\uFEFF') ? 1 : 0): Fence {
  const lines = /\r(?!\n)/.test(text) ? text.replace(/\r(?!\n)/g, '\n') : text;
  const none: Fence = { kind: 'none', insertAt: from };
  const fence = lines.slice(from, from + 3);
  const end = lines.indexOf('\n', from);
  if (!(fence in CLOSING) || end === -1 || lines[from + 3] === fence[0]) return none;
  const rest = lines.slice(from + 3, end);
  const word = rest.trim();
  const language = LANGUAGES.get(`${fence} ${word.toLowerCase()}`);
  const close = closing(lines, fence, language, end);
  const contentAt = end + 1;
  if (language === undefined) {
    if (!isLanguage(word, fence, close !== null)) return none;
    const wordAt = word === '' ? from : from + 3 + rest.indexOf(word);
    return { kind: 'language', word: word || fence, wordAt, contentAt, bodyAt: close?.bodyAt ?? text.length };
  }
  if (close === null) return { kind: 'open', fence, openAt: from, contentAt };
  return { kind: 'block', language, openAt: from, contentAt, ...close };
}

function closing(lines: string, fence: string, language: MetadataLanguage | undefined, from: number) {
  const pattern = new RegExp(CLOSING[language === 'yaml' ? '--- ' : fence] ?? CLOSING['---'] ?? /$/g);
  pattern.lastIndex = from;
  const match = pattern.exec(lines);
  return match && { contentEnd: match.index + 1, bodyAt: match.index + match[0].length };
}

/** What other tools would run. Without a closing fence they take the whole file for the block. */
const CODE = /^(?:js|javascript|jsx|ts|typescript|coffee|coffeescript|cson|node|eval|ruby|rb|python|py|php|lua|sh)$/i;

/** Prose behind dashes (`--- cut here ---`) is no front matter; one word, or the name of a language, is. */
function isLanguage(word: string, fence: string, isClosed: boolean): boolean {
  if (fence === ';;;') return isClosed && word === '';
  const [first = ''] = word.split(/\s/, 1);
  return CODE.test(first) || (isClosed && /^(?:\S{1,40}$|#)/.test(word));
}
