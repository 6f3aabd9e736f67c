// core/feedback: what in a text may be the name of something.

import { withoutComments } from './prose.ts';

/** The places of a text, each cut to what is worth looking at. */
export type Mentions = {
  /** Set off by the writer: code, quotes, bold, the text of a link, a heading, a line of its own, the value of `alertname: x`. */
  readonly marked: readonly string[];
  /** Runs of characters that could be a path or a name. */
  readonly tokens: readonly string[];
};

/** Words in scripts without blanks may stand right behind a file's name. */
const BEHIND = /(\.(?:mdx?|markdown|md\.erb|adoc))(?=[^\w./-]).*$/i;

const MOST_MARKED = 400;
const MOST_TOKENS = 20_000;
const LONGEST = 300;

const SET_OFF: readonly RegExp[] = [
  /(?<!`)`+(?!`)([^`\n]{2,300})`+/g,
  /"([^"\n]{2,300})"/g,
  /[“„«]([^“”„«»\n]{2,300})[”“»]/g,
  /[「『《]([^「」『』《》\n]{2,300})[」』》]/g,
  /(?<![\p{L}\p{N}])'([^'\n]{2,300})'(?![\p{L}\p{N}])/gu,
  /\*\*([^*\n]{2,300})\*\*/g,
  /\[([^[\]\n]{2,300})\](?=\()/g,
  /\]\(([^()\s]{2,300})\)/g,
];
const KEYED =
  /^[\s>*_-]{0,6}(?:procedure|runbook|playbook|sop|document|doc|page|file|alert ?name|alert|title|id|path|dokument|verfahren|proc[eé]dure|procedimiento|procedura|手順書|手順|告警|알림)[*_"\s]{0,4}[:=：][*_\s]{0,4}["']?([^"'\n]{2,300}?)["'*_,;\s]*$/i;

/** Reads a text without its links. Bounded in time for any text. */
export function mentionsOf(text: string): Mentions {
  const seen = withoutComments(text);
  const marked = new Set<string>();
  for (const pattern of SET_OFF) {
    for (const [, inside = ''] of seen.matchAll(pattern)) {
      if (marked.size >= MOST_MARKED) break;
      marked.add(inside.trim());
    }
  }
  for (const line of seen.split('\n', 2_000)) {
    if (marked.size >= MOST_MARKED) break;
    if (line.length > LONGEST) continue;
    const keyed = KEYED.exec(line)?.[1];
    if (keyed) marked.add(keyed.trim());
    const alone = line.replace(/^[\s>#*+-]+|^\s*\d+[.)]\s+|^\s*\[[ x]\]\s+/gi, '').trim();
    if (alone.length >= 2) marked.add(alone.replace(/[.:!?]+$/, ''));
  }
  return { marked: [...marked], tokens: tokensOf(seen) };
}

/** Once in letters of any script and once in ASCII, for in some scripts no blank parts a path from the words around it. */
function tokensOf(text: string): readonly string[] {
  const tokens = new Set<string>();
  for (const pattern of [/[\p{L}\p{N}\p{M}_.~@+%:/\\-]{3,300}/gu, /[\w.~@+%:/\\-]{3,300}/g]) {
    for (const [token] of text.matchAll(pattern)) {
      if (tokens.size >= MOST_TOKENS) break;
      for (const form of formsOf(token)) tokens.add(form);
    }
  }
  return [...tokens];
}

/** As written, and without what a sentence, a repository's name or a line number adds: `x.md:12`, `./x.md`, `acme/ops@1a2b:x.md`. */
function formsOf(token: string): readonly string[] {
  const bare = token
    .replaceAll('\\', '/')
    .replace(/^[.:/@~-]*\//, '')
    .replace(/^[.:@~+-]+|[.:/@~+%-]+$/g, '');
  const lineless = bare.replace(/:\d{1,6}(?:[-:]\d{1,6})?$/, '').replace(BEHIND, '$1');
  const joined = /^([\w.-]+\/[\w.-]+)(?:@[\w.-]+)?:(.+)$/.exec(lineless);
  const [first = ''] = lineless.split('/', 1);
  return [bare, lineless, ...(joined ? [`${joined[1]}/${joined[2]}`] : []), lineless.replace(/^[ab]\//, ''), first];
}
