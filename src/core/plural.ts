// core: a count in a sentence.

/** `1 procedure`, `2 procedures`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
