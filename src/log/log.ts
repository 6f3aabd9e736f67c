// log: one line of JSON an event, with no secret and no payload in it.
import { type DestinationStream, type Logger, pino } from 'pino';
import { plain } from './plain.ts';
import { createRedact, type Plain, type Redact } from './redact.ts';

/** pino's logger, which Probot takes as well. `log.child({ delivery })` puts the delivery's id on every line. */
export type Log = Logger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogOptions = {
  readonly level: LogLevel;
  /** Secrets of ours that have no look of their own: they never appear, in no spelling. */
  readonly secrets?: readonly string[];
  /** Where the lines go; standard output unless told. */
  readonly to?: DestinationStream;
};

/** A log whose every line is redacted as a whole, after everything else: the bindings of a child and the message as well. */
export function createLog({ level, secrets = [], to }: LogOptions): Log {
  const redact = createRedact(secrets);
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => ({ ...asFields(plain(fields)) }),
      bindings: (fields: object) => ({ ...asFields(plain(fields)) }),
    },
    // pino's own would take an error that is plain already for one that is not.
    serializers: { err: (error: unknown) => error },
    hooks: { streamWrite: (line: string) => redactLine(line, redact) },
  };
  return to ? pino(options, to) : pino(options);
}

function asFields(value: Plain): Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Plain>>)
    : { value };
}

function redactLine(line: string, redact: Redact): string {
  return `${JSON.stringify(redact(read(line)))}\n`;
}

function read(line: string): Plain {
  try {
    return JSON.parse(line) as Plain;
  } catch {
    return { level: 'error', msg: 'A line of the log could not be read, and is left out.' };
  }
}
