// core/procedure: a YAML document → plain data, within the limits.
import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml';
import { visible } from '../display.ts';
import type { Edit } from '../edit.ts';
import type { Position } from '../position.ts';
import type { Plain, ReadProblem } from './front-matter.ts';
import { MAX_ALIASES, MAX_DEPTH, MAX_VALUES, UNSAFE_KEYS } from './text-limits.ts';
import type { Replacement } from './text-place.ts';

/** The text a document was parsed from, and how its offsets translate. */
export type YamlSource = {
  readonly text: string;
  readonly at: (offset: number) => Position;
  readonly edit: (changes: readonly Replacement[]) => readonly Edit[];
};

type Walk = {
  readonly source: YamlSource;
  readonly anchors: Map<string, unknown>;
  readonly problems: ReadProblem[];
  readonly warnings: ReadProblem[];
  values: number;
  aliases: number;
  isOver: boolean;
};

const MOST_PROBLEMS = 20;

/** The name under which a key is known: text as it is, everything else as it is written (`1`, `true`, `2024-01-01`). */
export function keyName(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** `contents` as plain data. With problems the value is not to be used. Bounded by the limits, aliases expanded. */
export function yamlToPlain(
  contents: ParsedNode | null,
  source: YamlSource,
): { readonly value: Plain; readonly problems: readonly ReadProblem[]; readonly warnings: readonly ReadProblem[] } {
  const walk: Walk = { source, anchors: new Map(), problems: [], warnings: [], values: 0, aliases: 0, isOver: false };
  const value = toPlain(walk, contents, { depth: 0, isCopy: false, offset: 0 });
  return { value, problems: walk.problems, warnings: walk.warnings };
}

/** `isCopy`: inside of what an alias repeats, where tags, anchors and keys were looked at already. `offset`: where it is reported. */
type Where = { readonly depth: number; readonly isCopy: boolean; readonly offset: number };

function toPlain(walk: Walk, node: unknown, where: Where): Plain {
  const here = { ...where, offset: where.isCopy ? where.offset : offsetOf(node, where.offset) };
  walk.values += 1;
  if (walk.values > MAX_VALUES)
    stop(walk, here, `More than ${MAX_VALUES.toLocaleString('en')} values stand here, aliases counted each time.`);
  if (here.depth > MAX_DEPTH) stop(walk, here, `The values are nested more than ${MAX_DEPTH} levels deep.`);
  if (walk.isOver) return null;
  if (isAlias(node)) return aliasToPlain(walk, node.source, here);
  if (!here.isCopy) checkProperties(walk, node, here);
  const inside = { ...here, depth: here.depth + 1 };
  if (isSeq(node)) return node.items.map((item) => toPlain(walk, item, inside));
  if (isMap(node)) return mapToPlain(walk, node.items, inside);
  return isScalar(node) ? scalarToPlain(node.value) : null;
}

function scalarToPlain(value: unknown): Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function aliasToPlain(walk: Walk, name: string, here: Where): Plain {
  if (!here.isCopy) walk.aliases += 1;
  if (walk.aliases > MAX_ALIASES) return stop(walk, here, `More than ${MAX_ALIASES} aliases (\`*name\`) are used.`);
  if (!walk.anchors.has(name)) {
    const message = `\`*${visible(name)}\` is an alias in YAML, and nothing above it is named \`&${visible(name)}\`.`;
    report(walk, here, message, 'Put the value in quotes if it is text.');
    return null;
  }
  return toPlain(walk, walk.anchors.get(name), { depth: here.depth + 1, isCopy: true, offset: here.offset });
}

function checkProperties(walk: Walk, node: unknown, here: Where): void {
  const { anchor, tag } = (node ?? {}) as { readonly anchor?: unknown; readonly tag?: unknown };
  if (typeof anchor === 'string') walk.anchors.set(anchor, node);
  if (typeof tag !== 'string') return;
  // The library's range begins behind the tag.
  const before = /![^\s]*\s+(?:&\S+\s+)?$/.exec(walk.source.text.slice(Math.max(0, here.offset - 200), here.offset));
  report(
    walk,
    before ? { ...here, offset: here.offset - before[0].length } : here,
    `A tag (\`${visible(shortTag(tag))}\`) stands here; tags are not read.`,
    'Delete the tag, or put the value in quotes if it is text.',
  );
}

function shortTag(tag: string): string {
  const core = 'tag:yaml.org,2002:';
  return tag.startsWith(core) ? `!!${tag.slice(core.length)}` : tag;
}

function mapToPlain(walk: Walk, pairs: readonly Pair<unknown, unknown>[], inside: Where): Plain {
  const map: { [key: string]: Plain } = Object.create(null);
  const seen = new Map<string, number>();
  for (const { key, value } of pairs) {
    const here = { ...inside, offset: inside.isCopy ? inside.offset : offsetOf(key, inside.offset) };
    const name = inside.isCopy ? (isScalar(key) ? keyName(key) : null) : checkedKey(walk, key, here, seen);
    const plain = toPlain(walk, value, here);
    if (walk.isOver) return null;
    if (name === null) continue;
    map[name] = plain;
    if (plain === null && !inside.isCopy) warnOfHash(walk, name, value, here);
  }
  return map;
}

/** The name of a key, or null after a problem was reported. */
function checkedKey(walk: Walk, key: unknown, here: Where, seen: Map<string, number>): string | null {
  if (!isScalar(key) || key.value === null) {
    const braces = walk.source.text.startsWith('{{', here.offset - 1) || walk.source.text.startsWith('{{', here.offset);
    report(
      walk,
      here,
      braces ? 'A template tag (`{{ … }}`) is no text in YAML.' : 'A key must be a plain word.',
      braces ? 'Put the value in quotes.' : 'Write `key: value`.',
    );
    return null;
  }
  checkProperties(walk, key, here);
  const name = keyName(key);
  const shown = visible(name.slice(0, 60));
  if (name === '<<' && key.type === 'PLAIN') {
    report(walk, here, 'A merge key (`<<`) stands here; merge keys are not read.', 'Write the keys out.');
    return null;
  }
  if (UNSAFE_KEYS.has(name)) {
    report(walk, here, `\`${name}\` is not allowed as a key.`, 'Rename the key.');
    return null;
  }
  const first = seen.get(name);
  if (first !== undefined) {
    report(
      walk,
      here,
      `\`${shown}\` is set twice: on line ${walk.source.at(first).line} and here.`,
      'Keep one of the two.',
    );
    return null;
  }
  seen.set(name, here.offset);
  return name;
}

/** `owner: #channel`: YAML takes the value for a comment, silently. `# text` with a blank is meant as one. */
function warnOfHash(walk: Walk, name: string, value: unknown, here: Where): void {
  const { text, at, edit } = walk.source;
  const from = offsetOf(value, here.offset);
  const line = /^[ \t]*(#[^\s#]\S*)/.exec(text.slice(from, from + 200));
  const written = line?.[1];
  if (!line || written === undefined || !isScalar(value) || value.source) return;
  const start = from + line[0].length - written.length;
  walk.warnings.push({
    at: at(start),
    message: `\`${visible(name)}\` is empty: in YAML \`#\` begins a comment.`,
    fix: {
      text: `Put the value in quotes: \`"${visible(written)}"\`.`,
      edits: edit([{ start, end: start + written.length, insert: JSON.stringify(written) }]),
      certain: false,
    },
    level: 'warning',
  });
}

function offsetOf(node: unknown, otherwise: number): number {
  const { range } = (node ?? {}) as { readonly range?: unknown };
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : otherwise;
}

function report(walk: Walk, here: Where, message: string, fix: string): void {
  if (walk.problems.length >= MOST_PROBLEMS) return;
  walk.problems.push({ at: walk.source.at(here.offset), message, fix: { text: fix, edits: [], certain: false } });
}

function stop(walk: Walk, here: Where, message: string): null {
  if (!walk.isOver) report(walk, here, message, 'Write less, and flatter, metadata.');
  walk.isOver = true;
  return null;
}
