// core/procedure: the headings and links of AsciiDoc, as far as they can be told line by line.

/** A heading and a link of a body; lines from 0, columns from 1. */
export type BodyHeading = { readonly text: string; readonly level: number; readonly line: number };
export type BodyLink = { readonly target: string; readonly line: number; readonly column: number };

/** Section titles (`= Title` to `====== Title`) outside listings and comments. */
export function asciidocHeadings(body: string): readonly BodyHeading[] {
  return proseLines(body).flatMap(([text, line]) => {
    const match = /^(={1,6})[ \t]+(.*)$/.exec(text);
    return match ? [{ text: (match[2] ?? '').trim(), level: (match[1] ?? '').length, line }] : [];
  });
}

/** The targets of `link:`, `xref:`, `<<…>>` and bare addresses with a text. */
export function asciidocLinks(body: string): readonly BodyLink[] {
  return proseLines(body).flatMap(([text, line]) => {
    const found = text
      .slice(0, 10_000)
      .matchAll(/(?:(?:link|xref):([^\s[\]]{1,500})|(https?:\/\/[^\s[\]]{1,500}))\[|<<([^<>,\s]{1,500})/g);
    return [...found].map((match) => {
      const target = match[1] ?? match[2] ?? match[3] ?? '';
      return { target, line, column: match.index + match[0].indexOf(target) + 1 };
    });
  });
}

function proseLines(body: string): readonly (readonly [string, number])[] {
  let fence: string | null = null;
  const prose: (readonly [string, number])[] = [];
  body.split('\n').forEach((raw, line) => {
    const text = raw.trimEnd();
    const isFence = /^(?:-{4,}|\.{4,}|\/{4,}|\+{4,}|`{3,})/.test(text) && new Set(text.slice(0, 200)).size <= 2;
    if (fence !== null) {
      if (text === fence) fence = null;
    } else if (isFence) fence = text.startsWith('```') ? '```' : text;
    else if (!text.startsWith('//')) prose.push([text, line]);
  });
  return prose;
}
