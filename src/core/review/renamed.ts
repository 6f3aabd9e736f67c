// core/review: a procedure that was moved is the same procedure.
import type { ReviewEntry } from './entry.ts';
import type { KnownIssue } from './known-issue.ts';

/** What an open issue listed, with the text that it had: `Listed` and a hash for each key. */
export type Remembered = Pick<KnownIssue, 'state' | 'listed'> & {
  readonly hashes: Readonly<Record<string, string>>;
};

/**
 * The entries, each with the keys under which open issues list it: a key that is there no more belongs to the one entry that is new and
 * has the very text. Where several have it, nobody can tell, and none is taken for it.
 */
export function withFormerKeys(entries: readonly ReviewEntry[], issues: readonly Remembered[]): readonly ReviewEntry[] {
  const open = issues.filter(({ state }) => state === 'open');
  const known = new Set(entries.flatMap(({ key, formerKeys }) => [key, ...formerKeys]));
  const listed = new Set(open.flatMap((issue) => issue.listed.map(({ key }) => key)));
  const fresh = Map.groupBy(
    entries.filter(({ key }) => !listed.has(key)),
    ({ contentHash }) => contentHash,
  );
  const former = new Map<string, string>();
  for (const issue of open) {
    for (const { key } of issue.listed) {
      const [only, ...others] = known.has(key) ? [] : (fresh.get(issue.hashes[key] ?? '') ?? []);
      if (only && others.length === 0) former.set(only.key, key);
    }
  }
  if (former.size === 0) return entries;
  return entries.map((entry) => {
    const key = former.get(entry.key);
    return key === undefined ? entry : { ...entry, formerKeys: [...entry.formerKeys, key] };
  });
}
