// start: single variables of the environment. A problem never repeats the value: it could be a secret in the wrong place.
import { nearest } from '../core/nearest.ts';

/** What a variable means, or one line that names it and the remedy. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

/** The value without the blanks around it; a variable that is set to nothing counts as not set. */
export function written(value: string | undefined): string | null {
  return value?.trim() || null;
}

/** A port, 0 for any free one. */
export function readPort(name: string, value: string | undefined, otherwise: number): Read<number> {
  const text = written(value);
  if (text === null) return { value: otherwise };
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return { value: Number(text) };
  return { problem: `${name} is not a port. Set it to a number from 1 to 65535, or unset it for ${otherwise}.` };
}

/** One of the words, in any case. */
export function readWord<Word extends string>(
  name: string,
  value: string | undefined,
  { words, otherwise }: { readonly words: readonly Word[]; readonly otherwise: Word },
): Read<Word> {
  const text = written(value)?.toLowerCase() ?? otherwise;
  const word = words.find((one) => one === text);
  if (word !== undefined) return { value: word };
  const meant = nearest(text.slice(0, 40), words);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  return { problem: `${name} is none of ${words.join(', ')}.${hint} Unset it for ${otherwise}.` };
}

/** On or off; off where it is not set, unless told. */
export function readSwitch(name: string, value: string | undefined, otherwise = false): Read<boolean> {
  const text = written(value)?.toLowerCase() ?? String(otherwise);
  if (['true', '1', 'yes', 'on'].includes(text)) return { value: true };
  if (['false', '0', 'no', 'off'].includes(text)) return { value: false };
  return { problem: `${name} is neither true nor false. Set it to one of them.` };
}
