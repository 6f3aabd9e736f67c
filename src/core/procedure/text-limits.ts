// core/procedure: what no metadata may hold, whatever its language.
import type { Place, ReadProblem } from './front-matter.ts';
import { type FilePositions, filePositions } from './text-place.ts';

/** Keys that reach a JavaScript object's prototype; refused everywhere, though all objects here have none. */
export const UNSAFE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
export const MAX_ALIASES = 50;
export const MAX_DEPTH = 20;
export const MAX_VALUES = 5_000;

/** Why `text` cannot be metadata at all: its size, control characters, line ends, merge conflicts. */
export function textProblems(text: string, place: Place): readonly ReadProblem[] {
  const positions = filePositions(text, place);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > place.maxBytes) return [tooLarge(bytes, place.maxBytes, positions)];
  const conflict = /(?:^|\n)(?=(?:<{7}|>{7})(?: |\r?\n|\r?$))/.exec(text);
  if (conflict) return [mergeConflict(conflict.index + conflict[0].length, positions)];
  // biome-ignore lint/complexity/useRegexLiterals: a literal would hold the control characters themselves.
  const control = new RegExp('[\\0-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]|\\r(?!\\n)').exec(text);
  return control ? [controlCharacter(control[0], control.index, positions)] : [];
}

function tooLarge(bytes: number, maxBytes: number, positions: FilePositions): ReadProblem {
  const size = `${bytes.toLocaleString('en')} bytes`;
  return {
    at: positions.at(0),
    message: `The metadata is ${size} long; at most ${maxBytes.toLocaleString('en')} are read.`,
    fix: { text: 'Shorten it, and move long texts to the body of the document.', edits: [], certain: false },
  };
}

function mergeConflict(offset: number, positions: FilePositions): ReadProblem {
  return {
    at: positions.at(offset),
    message: 'A merge conflict that was never settled begins here.',
    fix: {
      text: 'Keep one of the two sides and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`.',
      edits: [],
      certain: false,
    },
  };
}

function controlCharacter(char: string, offset: number, positions: FilePositions): ReadProblem {
  if (char === '\r') {
    return {
      at: positions.at(offset),
      message: 'A lone carriage return (CR) stands here; git and GitHub do not read it as the end of a line.',
      fix: { text: 'Save the file with LF or CRLF line ends.', edits: [], certain: false },
    };
  }
  const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return {
    at: positions.at(offset),
    message: `A control character (U+${code}) stands here; metadata is plain text.`,
    fix: {
      text: 'Delete the character.',
      edits: positions.edit([{ start: offset, end: offset + 1, insert: '' }]),
      certain: false,
    },
  };
}
