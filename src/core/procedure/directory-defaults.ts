// core/procedure: `_procedures.yml`, the defaults of a directory and all below it; and the check of any defaults.
import type { Problem } from '../finding.ts';
import { FILE_START } from '../position.ts';
import { nearestName } from './check-keys.ts';
import type { Block } from './front-matter.ts';
import { givenBy, keyNames, OWN_KEYS } from './metadata-keys.ts';
import { type LayerBlock, type MetadataSettings, readMetadata } from './read-metadata.ts';
import { readYaml } from './read-yaml.ts';
import { listed, shown } from './slot.ts';

/** The name of the file that gives the procedures of its directory, and of those below, their defaults. */
export const DIRECTORY_DEFAULTS = '_procedures.yml';

/** The same limit as front matter's (contract §8): it is metadata of the same kind. */
export const DIRECTORY_DEFAULTS_LIMIT = 16 * 1024;

/** A metadata block and the path of its file. */
export type DefaultsBlock = Block & { readonly path: string };

/** A `_procedures.yml`: what it gives (null where it cannot be read), and all that is wrong in it. */
export type DirectoryDefaults = {
  readonly path: string;
  readonly block: DefaultsBlock | null;
  readonly problems: readonly Problem[];
};

/** Reads a `_procedures.yml`: YAML within the limits of front matter. What cannot be read gives nothing and says why. Never throws. */
export function readDirectoryDefaults(path: string, text: string, settings: MetadataSettings): DirectoryDefaults {
  const reading = readYaml(text, { path, maxBytes: DIRECTORY_DEFAULTS_LIMIT });
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => ({ rule: 'front-matter-parses' as const, ...problem }));
    return { path, block: null, problems };
  }
  if (reading.value !== null && (typeof reading.value !== 'object' || Array.isArray(reading.value))) {
    const fix = { text: 'Write one `key: value` on each line.', edits: [], certain: false };
    const problem: Problem = {
      rule: 'front-matter-parses',
      at: FILE_START,
      message: 'The file is not a map of metadata.',
      fix,
    };
    return { path, block: null, problems: [problem] };
  }
  const block: DefaultsBlock = {
    path,
    language: 'yaml',
    entries: reading.entries,
    at: reading.at,
    insertAt: text.length,
  };
  const traps = reading.warnings.map((problem) => ({ rule: 'front-matter-parses' as const, ...problem }));
  return { path, block, problems: [...traps, ...checkDefaults({ ...block, text }, settings)] };
}

/**
 * What is wrong in a block of defaults: values as in front matter, and every key that is unknown or belongs to one procedure only is a
 * warning, for the file is ours alone. Such keys give nothing.
 */
export function checkDefaults(
  defaults: DefaultsBlock & { readonly text?: string },
  settings: MetadataSettings,
): readonly Problem[] {
  const names = keyNames(settings.aliases);
  const problems: Problem[] = [];
  for (const [key, { entry, others }] of givenBy(defaults, names)) {
    if (OWN_KEYS.includes(key)) problems.push(ownKey(entry));
    for (const other of others) problems.push(notTwice(entry.key, other));
  }
  for (const entry of defaults.entries)
    if (!names.has(entry.key)) problems.push(unknown(entry, nearestName(entry.key, names)));
  const shared = { ...defaults, entries: defaults.entries.filter(({ key }) => !isOwn(names.get(key)?.key)) };
  // Read as if it were a file, for only there problems are told.
  const asFile: LayerBlock = { layer: 'file', path: defaults.path, block: shared, text: defaults.text ?? null };
  readMetadata([asFile], { settings, names, report: (problem) => problems.push(problem) });
  return problems.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

type Entry = Block['entries'][number];

function isOwn(key: (typeof OWN_KEYS)[number] | undefined): boolean {
  return key !== undefined && OWN_KEYS.includes(key);
}

function ownKey({ key, keyAt }: Entry): Problem {
  const message = `\`${key}\` belongs to one procedure; as a default it does not count.`;
  return warning(keyAt, message, `Take \`${key}\` out, or write it in the procedure.`);
}

function notTwice(first: string, { key, keyAt }: Entry): Problem {
  return warning(keyAt, `\`${first}\` and \`${key}\` say the same; \`${first}\` counts.`, `Take \`${key}\` out.`);
}

function unknown({ key, keyAt }: Entry, near: string | null): Problem {
  const advice = near ? `Write ${listed([near])}.` : `Take \`${shown(key)}\` out.`;
  return warning(keyAt, `\`${shown(key)}\` is not a key of metadata, so it does not count.`, advice);
}

function warning(at: Problem['at'], message: string, text: string): Problem {
  return { rule: 'metadata-valid', level: 'warning', at, message, fix: { text, edits: [], certain: false } };
}
