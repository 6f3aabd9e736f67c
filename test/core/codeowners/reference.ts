// core/codeowners: the slow and obvious matcher that the fast one is measured against. It shares no code with it.

/** Whether `pattern` owns the file at `path`, by trying everything. */
export function owns(pattern: string, path: string): boolean {
  const parts = pattern.split('/');
  const isFloating = parts.length === 1 || (parts.length === 2 && parts[1] === '');
  if (isFloating) parts.unshift('**');
  else if (parts[0] === '') parts.shift();
  if (parts.at(-1) === '') parts[parts.length - 1] = '**';
  return namesMatch(parts, path.split('/'));
}

function namesMatch(parts: readonly string[], names: readonly string[]): boolean {
  const [part, ...partsLeft] = parts;
  if (part === undefined) return names.length === 0;
  if (part === '**') {
    if (partsLeft.length === 0) return names.length > 0;
    return [...names, ''].some((_, skipped) => namesMatch(partsLeft, names.slice(skipped)));
  }
  const [name, ...namesLeft] = names;
  if (name === undefined || !nameMatches([...part], [...name])) return false;
  if (partsLeft.length > 0) return namesMatch(partsLeft, namesLeft);
  return part !== '*' || namesLeft.length === 0;
}

function nameMatches([wanted, ...wantedLeft]: readonly string[], chars: readonly string[]): boolean {
  if (wanted === undefined) return chars.length === 0;
  if (wanted === '*') return [...chars, ''].some((_, skipped) => nameMatches(wantedLeft, chars.slice(skipped)));
  const [char, ...charsLeft] = chars;
  if (char === undefined) return false;
  if (wanted === '?') return nameMatches(wantedLeft, charsLeft);
  if (wanted === '\\') return wantedLeft[0] === char && nameMatches(wantedLeft.slice(1), charsLeft);
  return wanted === char && nameMatches(wantedLeft, charsLeft);
}
