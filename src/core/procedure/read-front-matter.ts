// core/procedure: the metadata at the head of a file, read safely.
import type { Problem } from '../finding.ts';
import { lineStarts, positionAt } from '../position.ts';
import { readContent } from './engines.ts';
import { type Fence, findFence } from './fence.ts';
import { duplicated, misplaced, notMap, openEnded, unknownLanguage } from './fence-problems.ts';
import { type FrontMatter, isPlainMap, type Reading, type ReadProblem } from './front-matter.ts';
import { isMeant, looksLikeMetadata, opensMetadata } from './metadata-shape.ts';
import { readToml } from './read-toml.ts';
import { readYaml } from './read-yaml.ts';
import { textProblems } from './text-limits.ts';

/** CONTRACT §2: front matter, and `_procedures.yml`, are at most 16 KiB. */
export const MAX_METADATA_BYTES = 16 * 1024;

type BlockFence = Extract<Fence, { kind: 'block' }>;

/**
 * The front matter of the file at `path` (YAML between `---`, TOML between `+++`, JSON under `---json`). Nothing in it is ever run.
 * What cannot be read is a `front-matter-parses` problem at its line; text between two horizontal rules is no front matter. Never
 * throws; the same text always gives the same answer.
 */
export function readFrontMatter(path: string, text: string): FrontMatter {
  const fence = findFence(text);
  if (fence.kind === 'block') return readBlockOf(path, text, fence);
  if (fence.kind === 'language') return broken([unknownLanguage(text, fence)], fence.bodyAt);
  if (fence.kind === 'open') {
    if (!opensMetadata(text.slice(fence.contentAt))) return { state: 'none', insertAt: fence.openAt };
    return broken([openEnded(path, text, fence)], text.length);
  }
  const late = misplaced(path, text, MAX_METADATA_BYTES);
  return late ? broken([late.problem], late.bodyAt) : { state: 'none', insertAt: fence.insertAt };
}

/** A file that is metadata as a whole (`_procedures.yml`); the same limits. An empty file is a block without keys. */
export function readBlock(path: string, text: string): FrontMatter {
  const reading = readYaml(text, { path, maxBytes: MAX_METADATA_BYTES });
  if (!reading.ok) return broken(reading.problems, text.length);
  if (reading.value !== null && !isPlainMap(reading.value)) {
    return broken([notMap(reading.value, reading.at([]))], text.length);
  }
  return readState(reading, { language: 'yaml', insertAt: text.length, bodyAt: text.length }, []);
}

function readBlockOf(path: string, text: string, fence: BlockFence): FrontMatter {
  const content = text.slice(fence.contentAt, fence.contentEnd);
  const none: FrontMatter = { state: 'none', insertAt: fence.openAt };
  const place = {
    path,
    maxBytes: MAX_METADATA_BYTES,
    firstLine: 2,
    offset: fence.contentAt,
  };
  const [unfit] = textProblems(text.slice(0, fence.contentAt), { maxBytes: MAX_METADATA_BYTES });
  if (unfit) return broken([unfit], fence.bodyAt);
  const toml = fence.language === 'yaml' ? tomlInYaml(path, text, fence, content) : null;
  if (toml) return broken([toml], fence.bodyAt);
  const reading = readContent(content, fence.language, place);
  const isYaml = fence.language === 'yaml';
  if (!reading.ok) return isYaml && !looksLikeMetadata(content) ? none : broken(reading.problems, fence.bodyAt);
  if (isYaml && reading.value !== null && !isMeant(content, reading.value)) return none;
  if (reading.value !== null && !isPlainMap(reading.value)) {
    return broken([notMap(reading.value, reading.at([]))], fence.bodyAt);
  }
  const second = duplicated(text, fence.bodyAt, MAX_METADATA_BYTES);
  return readState(
    reading,
    { language: fence.language, insertAt: fence.contentEnd, bodyAt: fence.bodyAt },
    second ? [second] : [],
  );
}

function readState(
  reading: Extract<Reading, { ok: true }>,
  { language, insertAt, bodyAt }: { language: BlockFence['language']; insertAt: number; bodyAt: number },
  others: readonly ReadProblem[],
): FrontMatter {
  const { entries, at, warnings } = reading;
  const problems = [...warnings, ...others].map(toProblem);
  return { state: 'read', block: { language, entries, at, insertAt }, bodyAt, problems };
}

function broken(problems: readonly ReadProblem[], bodyAt: number): FrontMatter {
  return { state: 'broken', bodyAt, problems: problems.map(toProblem) };
}

function toProblem(problem: ReadProblem): Problem {
  return { rule: 'front-matter-parses', ...problem };
}

/** `title = "…"` between `---`: the fences are wrong, not the lines. */
function tomlInYaml(path: string, text: string, fence: BlockFence, content: string): ReadProblem | null {
  const line = /^((?:[ \t]*(?:#[^\n]*)?\r?\n)*)([A-Za-z_][\w-]{0,60})[ \t]*=[ \t]/.exec(content);
  if (!line) return null;
  const [, above = '', key = ''] = line;
  const offset = fence.contentAt + above.length;
  const isToml = readToml(content, { maxBytes: MAX_METADATA_BYTES }).ok;
  const fences = [fence.openAt, fence.contentEnd].map((start) => ({ path, start, end: start + 3, insert: '+++' }));
  return {
    at: positionAt(lineStarts(text.slice(0, fence.bodyAt)), offset),
    message: `\`${key} = …\` is TOML, but the lines \`---\` around the block say that it is YAML.`,
    fix: {
      text: 'Put `+++` in the place of both lines `---`, or write `key: value`.',
      edits: isToml ? fences : [],
      certain: isToml,
    },
  };
}
