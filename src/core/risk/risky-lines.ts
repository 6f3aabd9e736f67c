// core/risk: a procedure → the lines of its commands and automation that can do lasting harm.
import type { Procedure } from '../procedure/procedure.ts';
import { bodyOffset } from '../procedure/read-procedure.ts';
import { type CodeLine, codeLines } from './code-lines.ts';
import type { Danger, DangerKind } from './danger.ts';
import { CLOUD_DANGERS } from './dangers/cloud.ts';
import { CLUSTER_DANGERS } from './dangers/clusters.ts';
import { CALL_DANGERS, DATA_DANGERS, DOCUMENT_DANGER, SQL_DANGERS } from './dangers/data.ts';
import { FILE_DANGERS } from './dangers/files.ts';
import { namesProduction, PRODUCTION_DANGERS } from './dangers/production.ts';
import { addMade, takesOwn, toldToMake } from './own-things.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** A line that can do harm: where it stands, the command as written (shortened), and what it does ("this line …"). */
export type RiskyLine = {
  readonly line: number;
  readonly column: number;
  readonly command: string;
  readonly kind: DangerKind;
  readonly does: string;
};

const SHELL_DANGERS: readonly Danger[] = [...FILE_DANGERS, ...CLUSTER_DANGERS, ...CLOUD_DANGERS, ...DATA_DANGERS];
const TRIED = / (?:--dry-?run(?:=(?:client|server|true))?|--help|--what-?if|--noop|--check)(?: |$)/i;
const SQL_CLIENT =
  /^(?:psql|mysql|mariadb|sqlcmd|sqlite3|cqlsh|clickhouse-client|cockroach|sqlplus|isql|trino|beeline)$/;
const SHOWN = 120;
/** Statements are read over several lines; a text longer than this is no statement. */
const LONGEST_STATEMENT = 2000;

/**
 * The risky lines of a procedure's code blocks and of what its automation runs, in the order of the text. What the procedure itself made
 * before it may take away. Linear in its size.
 */
export function riskyLines(procedure: Procedure): readonly RiskyLine[] {
  const code = codeLines(procedure.text, bodyOffset(procedure.frontMatter));
  const made = toldToMake(procedure.text);
  const found = statements(code).flatMap((line) => {
    const isOwn: IsOwn = namesProduction(line.text) ? NOTHING : (command) => takesOwn(made, command);
    const risky = judged(line, isOwn);
    addMade(made, line);
    return risky;
  });
  return [...automationRuns(procedure), ...found].sort((a, b) => a.line - b.line);
}

type IsOwn = (command: SimpleCommand) => boolean;
const NOTHING: IsOwn = () => false;

/** What a single line of code does that is dangerous; null where nothing is found. `isOwn`: what a command takes away is nobody else's. */
export function dangerOf(text: string, language: CodeLine['language'] = 'shell', isOwn = NOTHING): Danger | null {
  if (language === 'sql') return found(SQL_DANGERS, { program: 'sql', line: text });
  if (language === 'code')
    return found(CALL_DANGERS, { program: 'call', line: text }) ?? found(DATA_DANGERS, firstOf(text));
  if (language === 'data')
    return found(CALL_DANGERS, { program: 'call', line: text }) ?? shellDanger(commandIn(text), isOwn);
  return (
    shellDanger(text, isOwn) ??
    (/^(?:DROP|TRUNCATE|DELETE|UPDATE|GRANT|REVOKE|ALTER)\s+[A-Z"`\w]/.test(text)
      ? found(SQL_DANGERS, { program: 'sql', line: text })
      : null)
  );
}

function shellDanger(text: string, isOwn: IsOwn): Danger | null {
  for (const command of simpleCommands(text)) {
    if (TRIED.test(command.line) || isOwn(command)) continue;
    const hit =
      found(SHELL_DANGERS, command) ??
      (SQL_CLIENT.test(command.program) ? found(SQL_DANGERS, command) : null) ??
      (namesProduction(command.line) ? found(PRODUCTION_DANGERS, command) : null);
    if (hit) return hit;
  }
  return null;
}

function found(dangers: readonly Danger[], { program, line }: SimpleCommand): Danger | null {
  return (
    dangers.find((danger) => danger.program.test(program) && danger.line.test(line) && !danger.unless?.test(line)) ??
    null
  );
}

function firstOf(text: string): SimpleCommand {
  return { program: /^[\w.]+/.exec(text)?.[0] ?? '', line: text };
}

/** `run: rm -rf /data` and `- "rm -rf /data"`: the value, as a shell reads it. */
function commandIn(text: string): string {
  const value = text.replace(/^(?:-\s+)?(?:["']?[\w.-]+["']?\s*:\s+)?/, '').replace(/,$/, '');
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

/** A statement of SQL ends with its semicolon, so its lines are read as one. */
function statements(code: readonly CodeLine[]): readonly CodeLine[] {
  const joined: CodeLine[] = [];
  for (const line of code) {
    const last = joined.at(-1);
    const goesOn =
      last?.language === 'sql' &&
      line.language === 'sql' &&
      !/;\s*(?:--.*)?$/.test(last.text) &&
      last.text.length < LONGEST_STATEMENT;
    if (line.language === 'sql' && line.text.startsWith('--')) continue;
    if (goesOn && last) joined[joined.length - 1] = { ...last, text: `${last.text} ${line.text}` };
    else joined.push(line);
  }
  return joined;
}

function judged({ text, line, column, language }: CodeLine, isOwn: IsOwn): readonly RiskyLine[] {
  const hit = dangerOf(text, language, isOwn);
  return hit ? [{ line, column, command: shown(text), kind: hit.kind, does: hit.does }] : [];
}

function automationRuns({ metadata }: Procedure): readonly RiskyLine[] {
  const field = metadata.automation;
  if (field?.source.layer !== 'file') return [];
  return field.value.runs
    .filter((name) => DOCUMENT_DANGER.line.test(name))
    .map((name) => ({
      ...field.source.at,
      command: shown(name),
      kind: DOCUMENT_DANGER.kind,
      does: DOCUMENT_DANGER.does,
    }));
}

function shown(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}
