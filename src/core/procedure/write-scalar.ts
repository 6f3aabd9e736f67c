// core/procedure: a text value as a metadata language writes it.
import type { MetadataLanguage } from './front-matter.ts';

/** How a value is quoted where it stands: so shall be the one that takes its place. */
export type Quoting = 'plain' | 'single' | 'double';

/** The quoting of a value as it is written. */
export function quotingOf(written: string): Quoting {
  if (written.startsWith('"')) return 'double';
  return written.startsWith("'") ? 'single' : 'plain';
}

/** `value` in the given quoting, or in double quotes where another would change what is read. */
export function writeScalar(value: string, language: MetadataLanguage, quoting: Quoting): string {
  if (language === 'json') return JSON.stringify(value);
  if (quoting === 'plain' && (language === 'yaml' ? isPlainInYaml(value) : isDate(value))) return value;
  const canBeSingle = /^[^'\p{Cc}\p{Cs}\u2028\u2029\uFEFF]*$/u.test(value);
  if (quoting === 'single' && canBeSingle) return `'${value}'`;
  return JSON.stringify(value);
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** Only what every YAML reader, of 1.1 or 1.2, in a block or between brackets, takes as the same text (a date: as that date). */
function isPlainInYaml(value: string): boolean {
  if (isDate(value)) return true;
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/()@+-]*[\p{L}\p{N}._/()@+-])?$/u.test(value)) return false;
  return (
    !/^(?:true|false|yes|no|on|off|y|n|null)$/i.test(value) && !/^[\d._+-]+(?:e[\d+-]+)?$|^0[xob][\da-f]*$/i.test(value)
  );
}
