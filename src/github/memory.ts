// github: what was read lately.

/** Values by key; what was kept first is forgotten first. `now` in milliseconds, of a clock that is never set back. */
export type Memory = {
  readonly now: () => number;
  readonly entries: Map<string, { readonly value: unknown; readonly until: number }>;
  readonly lasting: Lasting;
};

/** What outlives this process: that something was so. */
export type Lasting = {
  readonly has: (fact: string) => Promise<boolean>;
  /** Infinite: for good. */
  readonly add: (fact: string, forMs: number) => Promise<void>;
};

/** Nothing does. */
export const NOTHING_LASTS: Lasting = { has: async () => false, add: async () => {} };

/** Where a value of one kind is kept, and for how long. One text stands for one kind only. */
export type Key<T> = { readonly text: string; readonly keptForMs: number; readonly holds?: T };

const MOST = 5_000;

export function createMemory(now: () => number, lasting: Lasting = NOTHING_LASTS): Memory {
  return { now, entries: new Map(), lasting };
}

/** What is kept under `key`; undefined where nothing is, or no longer. */
export function recall<T>({ entries, now }: Memory, key: Key<T>): T | undefined {
  const known = entries.get(key.text);
  return known && known.until > now() ? (known.value as T) : undefined;
}

/** Keeps `value` under `key`, in the place of what was there. */
export function keep<T>({ entries, now }: Memory, key: Key<T>, value: T): void {
  entries.delete(key.text);
  entries.set(key.text, { value, until: now() + key.keptForMs });
  const [oldest] = entries.keys();
  if (entries.size > MOST && oldest !== undefined) entries.delete(oldest);
}

export function forget({ entries }: Memory, key: Key<unknown>): void {
  entries.delete(key.text);
}

/** What is kept under `key`, else what `read` gives now, which is kept. A failure is not; who asks meanwhile waits for the same answer. */
export function remember<T>(memory: Memory, key: Key<Promise<T>>, read: () => Promise<T>): Promise<T> {
  const known = recall(memory, key);
  if (known) return known;
  const value = read();
  keep(memory, key, value);
  value.catch(() => {
    if (memory.entries.get(key.text)?.value === value) forget(memory, key);
  });
  return value;
}

/** Whether it was noted that the fact `key` is so, here or by anybody else. */
export async function isNoted(memory: Memory, key: Key<true>): Promise<boolean> {
  return (recall(memory, key) ?? false) || memory.lasting.has(key.text);
}

/** Notes that it is so now. What was noted only lately is not written down again. */
export async function takeNote(memory: Memory, key: Key<true>): Promise<void> {
  const known = memory.entries.get(key.text);
  if (known && known.until - memory.now() >= key.keptForMs * STILL_FRESH) return;
  await memory.lasting.add(key.text, key.keptForMs);
  keep(memory, key, true);
}

/** How much of its time has to be left. */
const STILL_FRESH = 0.9;
