// core/procedure: what is wrong around a block of metadata.
import { visible } from '../display.ts';
import { lineStarts, type Position, positionAt } from '../position.ts';
import { type Fence, findFence } from './fence.ts';
import type { Plain, ReadProblem } from './front-matter.ts';
import { isMetadata, leadingLines } from './metadata-shape.ts';
import { textProblems } from './text-limits.ts';

/** Only so much in front of a block, and between two of them, is looked through. */
const LOOK_AHEAD = 4096;

/** A block that is marked as code, or in a language that is not read. */
export function unknownLanguage(text: string, fence: Extract<Fence, { kind: 'language' }>): ReadProblem {
  return {
    at: positionIn(text, fence.wordAt),
    message: `The front matter is marked \`${visible(fence.word.slice(0, 40))}\`; only YAML, TOML and JSON are read, and nothing is ever run.`,
    fix: { text: 'Write it as YAML between two lines `---`.', edits: [], certain: false },
  };
}

/** A block that nothing closes. */
export function openEnded(path: string, text: string, fence: Extract<Fence, { kind: 'open' }>): ReadProblem {
  const rest = text.slice(fence.contentAt);
  const conflict = textProblems(leadingLines(rest).join('\n'), { maxBytes: Number.POSITIVE_INFINITY });
  const [problem] = conflict;
  if (problem)
    return {
      ...problem,
      at: { ...problem.at, line: problem.at.line + 1 },
      fix: problem.fix && { ...problem.fix, edits: [], certain: false },
    };
  const blanks = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)+/.exec(rest)?.[0].length ?? 0;
  const lines = leadingLines(rest);
  const end = Math.min(text.length, fence.contentAt + blanks + lines.reduce((sum, line) => sum + line.length + 1, 0));
  const eol = text.slice(0, fence.contentAt).endsWith('\r\n') ? '\r\n' : '\n';
  const insert = `${text[end - 1] === '\n' ? '' : eol}${fence.fence}${eol}`;
  return {
    at: positionIn(text, fence.openAt),
    message: `The front matter that begins here is never closed: there is no second line \`${fence.fence}\`.`,
    fix: {
      text: `Add a line \`${fence.fence}\` behind the last key, as line ${positionIn(text, end).line}.`,
      edits: [{ path, start: end, end, insert }],
      certain: false,
    },
  };
}

/** A list or a text where a map should be. */
export function notMap(value: Plain, at: Position): ReadProblem {
  const kind = Array.isArray(value) ? 'a list' : 'a single value';
  return {
    at,
    message: `The metadata is ${kind}; it must be lines of \`key: value\`.`,
    fix: { text: 'Write each value as `key: value`.', edits: [], certain: false },
  };
}

/** Metadata that is not on the first line: behind blank lines, comments or template tags. */
export function misplaced(
  path: string,
  text: string,
  maxBytes: number,
): { problem: ReadProblem; bodyAt: number } | null {
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  const openAt = skip(text, from, true);
  if (openAt === from) return null;
  const indent = openAt - (text.lastIndexOf('\n', openAt - 1) + 1);
  const fence = findFence(text, openAt);
  if (fence.kind !== 'block' || !isMetadata(text.slice(fence.contentAt, fence.contentEnd), maxBytes)) return null;
  const lead = text.slice(from, openAt);
  const isBlank = lead.trim() === '';
  if (!isBlank && indent > 0) return null;
  return {
    bodyAt: fence.bodyAt,
    problem: {
      at: positionIn(text, openAt),
      message: 'The front matter begins here; it is only read when it begins on line 1.',
      fix: {
        text: isBlank ? 'Delete the blanks above it.' : 'Move it to the top of the file, above everything else.',
        edits: isBlank
          ? [{ path, start: from, end: openAt, insert: '' }]
          : [
              { path, start: from, end: openAt, insert: '' },
              { path, start: fence.bodyAt, end: fence.bodyAt, insert: lead },
            ],
        certain: isBlank,
      },
    },
  };
}

/** A second block right behind the first. */
export function duplicated(text: string, bodyAt: number, maxBytes: number): ReadProblem | null {
  const openAt = skip(text, bodyAt, false);
  if (text.slice(openAt, openAt + 3) !== '---') return null;
  const fence = findFence(text, openAt);
  if (fence.kind !== 'block' || !isMetadata(text.slice(fence.contentAt, fence.contentEnd), maxBytes)) return null;
  return {
    at: positionIn(text, openAt),
    message: 'A second block of metadata begins here; only the first one is read.',
    fix: { text: 'Move its lines into the first block and delete it.', edits: [], certain: false },
  };
}

const MARKS: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<%', '%>'],
  ['{{', '}}'],
  ['{%', '%}'],
];

/** The first offset behind `from` that is neither blank nor (`andTags`) in a comment or template tag. */
function skip(text: string, from: number, andTags: boolean): number {
  const head = text.slice(0, from + LOOK_AHEAD);
  let at = from;
  for (;;) {
    while (/\s/.test(head[at] ?? '')) at += 1;
    const mark = andTags ? MARKS.find(([open]) => head.startsWith(open, at)) : undefined;
    const end = mark ? head.indexOf(mark[1], at + mark[0].length) : -1;
    if (!mark || end === -1) return at;
    at = end + mark[1].length;
  }
}

function positionIn(text: string, offset: number): Position {
  const { line, column } = positionAt(lineStarts(text.slice(0, offset)), offset);
  return { line, column: line === 1 && text.startsWith('\uFEFF') && column > 1 ? column - 1 : column };
}
