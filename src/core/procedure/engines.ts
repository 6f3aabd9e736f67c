// core/procedure: the one place that calls gray-matter, with engines of our own only.
import matter from 'gray-matter';
import type { MetadataLanguage, Place, Reading } from './front-matter.ts';
import { readJson } from './read-json.ts';
import { readToml } from './read-toml.ts';
import { readYaml } from './read-yaml.ts';
import { textProblems } from './text-limits.ts';

const READERS: Readonly<Record<MetadataLanguage, (text: string, place: Place) => Reading>> = {
  yaml: readYaml,
  json: readJson,
  toml: readToml,
};

/**
 * The content of a block, read. The fence was found before; gray-matter gets one of our own making around the same content, so that
 * its word is always one of ours, and a closing delimiter that metadata cannot hold: what has a NUL is not handed on.
 * Always with options: without them gray-matter answers from a cache that all callers share, where a broken text reads as `{}` the second time.
 */
export function readContent(content: string, language: MetadataLanguage, place: Place): Reading {
  const read = (text: string) => READERS[language](text, place);
  if (textProblems(content, place).length > 0) return read(content);
  const file = matter(`---${language}\n${content}\n---\0`, {
    language,
    delimiters: ['---', '---\0'],
    // gray-matter's text begins with the line break behind the fence.
    engines: { ...REFUSED, [language]: { parse: (text: string) => ({ reading: read(text.slice(1)) }) } },
  });
  // A block of blanks and comments never reaches the engine.
  const reading: Reading | undefined = file.data['reading'];
  return reading ?? read('');
}

/** Every engine that gray-matter has or looks for; the default ones for JavaScript run code. */
const REFUSED = Object.fromEntries(
  ['yaml', 'json', 'toml', 'javascript', 'js', 'coffee', 'coffeescript', 'cson'].map((name) => [
    name,
    {
      parse(): never {
        throw new Error(`Could not read front matter: the engine ${name} is not in use`);
      },
    },
  ]),
);
