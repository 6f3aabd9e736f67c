// core/review: chance that falls the same way on every machine and every day.

/** A number from 0 to 2³² − 1 that depends on `text` only and is spread evenly (FNV-1a, then MurmurHash3's finish). Not for secrets. */
export function fixedHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
