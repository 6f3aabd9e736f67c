// core/feedback: a text without what is not said in it. Linear in the text.

/** Without HTML comments; one that does not end goes to the end of the text, as it does where GitHub shows it. */
export function withoutComments(text: string): string {
  const kept: string[] = [];
  for (let at = 0; ; ) {
    const start = text.indexOf('<!--', at);
    kept.push(text.slice(at, start < 0 ? undefined : start));
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) return kept.join(' ');
    at = end + 3;
  }
}

/** The lines of a text, and whether each is part of a fenced code block. */
export function* withCode(text: string): Generator<{ readonly line: string; readonly isCode: boolean }> {
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const closes = fence !== '' && mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === '';
    yield { line, isCode: fence !== '' || mark !== null };
    if (closes) fence = '';
    else if (fence === '' && mark?.[1]) fence = mark[1];
  }
}

/** Without comments, code blocks and code spans. */
export function proseOf(text: string): string {
  const lines = [...withCode(withoutComments(text))].map(({ line, isCode }) => (isCode ? '' : line));
  return lines.join('\n').replace(/(?<!`)`+(?!`)[^`\n]{1,2000}`+/g, ' ');
}
