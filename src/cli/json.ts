// cli: JSON that is safe to show on a terminal.

/** `value` as indented JSON with a line break at its end. */
export function toJsonText(value: unknown): string {
  return inert(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * `json` with the characters that JSON allows raw and a terminal could act upon (DEL, C1 controls, bidirectional and zero-width ones)
 * as `\uXXXX`: the same value, in other bytes. They can stand in strings only, so no reader sees a difference.
 */
export function inert(json: string): string {
  return json.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}
