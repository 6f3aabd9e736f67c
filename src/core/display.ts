// core: text that somebody else wrote, made safe to show.

/**
 * `text` on one line, with what a terminal or a reader could be fooled by made visible: control characters, line breaks, bidirectional
 * and zero-width characters and unpaired surrogates become `\n`, `\t`, `\u{…}`. Everything else is unchanged, so a clean text is shown exactly.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (char) => NAMED[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
