// core/policy: a list in a sentence.

/** The first three of `names` and how many more there are: `a, b, c and 2 more`. */
export function firstOf(names: readonly string[]): string {
  const more = names.length - 3;
  return `${names.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
