// core/procedure: keys of a block that mean nothing, or that say the same thing twice.
import type { Problem } from '../finding.ts';
import { nearest } from '../nearest.ts';
import { isForeignKey } from './foreign-keys.ts';
import type { Block, BlockEntry } from './front-matter.ts';
import { givenBy, type KeyNames } from './metadata-keys.ts';
import { listed, shown } from './slot.ts';

/** Keys that are in use with more than one meaning; a configuration may say which (`metadata.aliases`). */
const AMBIGUOUS: ReadonlyMap<string, string> = new Map([
  ['review_date', '`last_reviewed_on` or `next_review_on`'],
  ['reviewDate', '`last_reviewed_on` or `next_review_on`'],
  ['review_by', '`next_review_on` or `reviewers`'],
  ['reviewed', '`last_reviewed_on` or `last_reviewed_by`'],
  ['severity', '`risk`, or the severity of an alert'],
]);

/** Aliases beside the key that beats them, each a `metadata-valid` warning at the key that does not count. */
export function* repeatedKeys(block: Block, names: KeyNames): Iterable<Problem> {
  for (const [key, { entry, others }] of givenBy(block, names)) {
    for (const other of others) {
      yield {
        rule: 'metadata-valid',
        at: other.keyAt,
        message: `\`${entry.key}\` and \`${other.key}\` both give \`${key}\`; \`${entry.key}\` counts.`,
        fix: { text: `Take \`${other.key}\` out.`, edits: [], certain: false },
      };
    }
  }
}

/** Keys that nobody is known to use: a warning each where a known key is near, else one notice for all of them. */
export function* unknownKeys(block: Block, names: KeyNames): Iterable<Problem> {
  const others: BlockEntry[] = [];
  for (const entry of block.entries) {
    const { key } = entry;
    if (names.has(key) || isForeignKey(key)) continue;
    const ambiguous = AMBIGUOUS.get(key);
    const near = ambiguous ? null : nearestName(key, names);
    if (ambiguous) yield ambiguousKey(entry, ambiguous);
    else if (near) yield misspelt(entry, near);
    else others.push(entry);
  }
  const [first] = others;
  if (first) yield unusedKeys(first, others);
}

/** The accepted name that `key` most likely means. In short words an edit makes another word (`disk`), so their first letters must agree. */
export function nearestName(key: string, names: KeyNames): string | null {
  const near = nearest(
    key,
    [...names.keys()].filter((name) => name.length > 3),
  );
  return near && (key.length > 5 || near[0] === key[0]?.toLowerCase()) ? near : null;
}

function misspelt({ key, keyAt }: BlockEntry, near: string): Problem {
  const message = `\`${shown(key)}\` is not a known key, so it does not count.`;
  return {
    rule: 'metadata-valid',
    at: keyAt,
    message,
    fix: { text: `Write \`${near}\`, if that is meant.`, edits: [], certain: false },
  };
}

function ambiguousKey({ key, keyAt }: BlockEntry, meanings: string): Problem {
  return {
    rule: 'metadata-valid',
    level: 'notice',
    at: keyAt,
    message: `\`${key}\` could mean ${meanings}, so it does not count.`,
    fix: {
      text: 'Use one of these keys, or say in `metadata.aliases` of the configuration what it means.',
      edits: [],
      certain: false,
    },
  };
}

function unusedKeys(first: BlockEntry, others: readonly BlockEntry[]): Problem {
  const keys = others.slice(0, 10).map(({ key }) => shown(key));
  const more = others.length > 10 ? `, and ${others.length - 10} more` : '';
  const what = others.length === 1 ? 'This key is' : 'These keys are';
  return {
    rule: 'metadata-valid',
    level: 'notice',
    at: first.keyAt,
    message: `${what} not used here: ${more ? keys.map((key) => `\`${key}\``).join(', ') : listedAll(keys)}${more}.`,
    fix: {
      text: 'Nothing needs to be done, unless one of them should count: then add it to `metadata.aliases`.',
      edits: [],
      certain: false,
    },
  };
}

function listedAll(keys: readonly string[]): string {
  return listed(keys).replace(/ or (`[^`]*`)$/, ' and $1');
}
