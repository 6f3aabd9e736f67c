// core: hostile text inside Markdown.
import { visible } from './display.ts';

const SENTENCE_LIMIT = 2000;

/**
 * `text` as a Markdown code span that it cannot break out of: one line, at most `limit` characters, the fence longer than any run of
 * backticks in it. GitHub mentions nobody and links nothing in a code span.
 */
export function codeSpan(text: string, limit = 300): string {
  const shown = cut(visible(text), limit) || ' ';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ .*\S.* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The same for the cell of a table, which `|` would end even in a code span. */
export function codeCell(text: string, limit?: number): string {
  return codeSpan(text, limit).replaceAll('|', '\\|');
}

/**
 * A sentence of ours that may hold text of theirs: what stands between backticks becomes a code span of its own, everything else has
 * Markdown's, HTML's and GitHub's own characters escaped, so that it reads as written, mentions nobody and refers to nothing.
 */
export function sentence(text: string, limit = SENTENCE_LIMIT): string {
  return cut(visible(text), limit)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1)) : escapeMarkdown(brokenUp(part))))
    .join('');
}

const BREAK = '\u200B';

/**
 * What GitHub would make something of although it is escaped gets a zero-width space inside: mentions and mail addresses (`@x`), issues
 * (`#1`, `GH-1`), web addresses, commits and emoji. It reads entities and escapes first, so only another character helps.
 */
function brokenUp(text: string): string {
  return text
    .replace(/@(?=\S)|#(?=\d)|\/(?=\/)|www(?=\.)|\bGH(?=-\d)|:(?=[\w+-]+:)|mail(?=to:)|xm(?=pp:)/gi, `$&${BREAK}`)
    .replace(/\b[\da-f]{7,}\b/gi, (commit) => commit.replace(/.{6}(?=.)/g, `$&${BREAK}`));
}

function escapeMarkdown(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char).replace(/[\\`*_{}[\]()#+\-.!|~$]/g, '\\$&');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** At most `limit` characters, no pair of surrogates torn. */
function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
