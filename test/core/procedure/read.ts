// test/core/procedure: a procedure from its text, as a case needs it.
import type { Problem } from '../../../src/core/finding.ts';
import type { Procedure } from '../../../src/core/procedure/procedure.ts';
import {
  type MetadataSettings,
  type ProcedureInput,
  readProcedure,
} from '../../../src/core/procedure/read-procedure.ts';

export const SETTINGS: MetadataSettings = { aliases: {}, dates: 'iso', ownersMap: {}, organisation: 'acme' };

export function read(
  text: string,
  settings: Partial<MetadataSettings> = {},
  rest: Partial<ProcedureInput> = {},
): Procedure {
  const none = { directories: [], repository: null, organisation: null };
  return readProcedure({ path: 'docs/runbooks/a.md', text, ...none, ...rest, settings: { ...SETTINGS, ...settings } });
}

/** YAML front matter of these lines, and a body. */
export function withFrontMatter(...lines: readonly string[]): string {
  return ['---', ...lines, '---', '# Title', ''].join('\n');
}

/** A problem on one line: `rule level? line:column message → fix`. */
export function told({ rule, level, at, message, fix }: Problem): string {
  const advice = fix ? ` → ${fix.text}${fix.edits.length > 0 ? ' (edit)' : ''}${fix.certain ? ' (certain)' : ''}` : '';
  return `${rule}${level ? ` ${level}` : ''} ${at.line}:${at.column} ${message}${advice}`;
}
