// core/procedure: JSON front matter, with YAML's positions.
import type { Place, Reading } from './front-matter.ts';
import { readYaml } from './read-yaml.ts';
import { textProblems } from './text-limits.ts';
import { filePositions } from './text-place.ts';

/** `text` as plain data, or why not: it must be JSON (RFC 8259), and within the limits of `readYaml`. Never throws. */
export function readJson(text: string, place: Place): Reading {
  const unfit = textProblems(text, place);
  if (unfit.length > 0) return { ok: false, problems: unfit };
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return { ok: false, problems: [notJson(reason, text, place)] };
  }
  // JSON is YAML 1.2 but for tabs, which in valid JSON stand only between tokens.
  return readYaml(text.replaceAll('\t', ' '), place);
}

function notJson(reason: string, text: string, place: Place) {
  // V8 names the offset, except where the text ends too early.
  const end = text.trimEnd().length;
  const offset = Math.min(end, Number(/at position (\d+)/.exec(reason)?.[1] ?? end));
  return {
    at: filePositions(text, place).at(offset),
    message: offset === end ? 'The JSON ends too early.' : 'JSON cannot be read on from here.',
    fix: {
      text: 'Write valid JSON: keys and texts in double quotes, no comma at the end, no comments.',
      edits: [],
      certain: false,
    },
  };
}
