// core/procedure: what looks like metadata, and what is only text between two horizontal rules.
import { isPlainMap, type Plain } from './front-matter.ts';
import { readYaml } from './read-yaml.ts';

const KEY = /^\s*(?:- )?["']?[A-Za-z_][\w.-]{0,60}["']?[ \t]*(?::(?:\s|$)|:@|=[ \t])/;
const SIGN = /^\s*(?:<{7}|\? \S|\{|\[\[|&\w|!!|%|\*\w+\s*$)/;

const CONFLICT = /^(?:<{7}|={7}|>{7})(?:\s|$)/;

/** Whether a person would call `content` metadata, though it cannot be read: its first line says so. */
export function looksLikeMetadata(content: string): boolean {
  const line = firstLine(content);
  return KEY.test(line) || SIGN.test(line);
}

/** The same for what can be read: a sentence with a colon in it is a map in YAML, but none of metadata. */
export function isMeant(content: string, value: Plain): boolean {
  return looksLikeMetadata(content) || (isPlainMap(value) && Object.keys(value).some((key) => /^[\w.-]+$/.test(key)));
}

/** The same for a block that nothing closes, where all that follows is prose: one key as in code, or two of any kind. */
export function opensMetadata(rest: string): boolean {
  const lines = leadingLines(rest);
  const keys = lines.filter((line) => KEY.test(line));
  return (
    keys.length > 1 ||
    lines.some((line) => CONFLICT.test(line)) ||
    (keys.length === 1 && /^["'a-z_{]/.test(lines[0] ?? ''))
  );
}

/** The lines of metadata at the head of `rest`, comments and blank lines in front left out: up to the first blank or other line. */
export function leadingLines(rest: string): readonly string[] {
  const lines = rest
    .slice(0, 20_000)
    .replace(/^(?:[ \t]*(?:#[^\n]*)?\r?\n)+/, '')
    .split('\n');
  const end = lines.findIndex((line) => !KEY.test(line) && !/^(?:[ \t]+\S|- |#)/.test(line) && !CONFLICT.test(line));
  return end === -1 ? lines : lines.slice(0, end);
}

/** Whether `content` reads as a map whose keys are all written as in code. Prose (`Note: …`) is not. */
export function isMetadata(content: string, maxBytes: number): boolean {
  if (!looksLikeMetadata(content)) return false;
  const reading = readYaml(content, { maxBytes });
  if (!reading.ok || !isPlainMap(reading.value)) return false;
  const keys = Object.keys(reading.value);
  return keys.length > 0 && keys.every((key) => /^[a-z_][\w.-]*$/.test(key));
}

function firstLine(content: string): string {
  return content.split('\n').find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? '';
}
