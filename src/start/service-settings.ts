// start: the environment's variables → what the service runs with, or all that is wrong with them at once.
import { timeZoneProblem } from '../core/policy/time-zone.ts';
import type { ServiceVariables } from '../env.ts';
import { LOG_LEVELS, type LogLevel } from '../log/log.ts';
import { readApiUrl } from './read-api-url.ts';
import { readPrivateKey } from './read-private-key.ts';
import { type Read, readPort, readSwitch, readWord, written } from './read-variable.ts';
import { readWebhookSecrets } from './read-webhook-secrets.ts';

const ROLES = ['all', 'web', 'worker'] as const;

/** Checked, and frozen. docs/variables.md says what each is for. */
export type ServiceSettings = {
  readonly appId: number;
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  readonly webhookSecrets: readonly string[];
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly metricsPort: number;
  readonly logLevel: LogLevel;
  readonly isDryRun: boolean;
  /** PostgreSQL; null: the embedded database. */
  readonly databaseUrl: string | null;
  /** The folder of the embedded database; null: it is in memory only. */
  readonly dataDir: string | null;
  /** Whether the texts of procedures are kept. */
  readonly storesBodies: boolean;
  /** Where the organisation policy is instead of `.github-private` or `.github`. */
  readonly policyRepository: { readonly owner: string; readonly name: string } | null;
  /** An IANA name, for repositories that configure none; null where it is not set. */
  readonly timeZone: string | null;
  readonly role: (typeof ROLES)[number];
};

type Reads = { readonly [Name in keyof ServiceSettings]: Read<ServiceSettings[Name]> };

/** The settings; or one line a problem, which names the variable and the remedy and holds no value. */
export function readServiceSettings(
  variables: ServiceVariables,
): { readonly settings: ServiceSettings } | { readonly problems: readonly string[] } {
  const reads: Reads = {
    appId: readAppId(variables.APP_ID),
    privateKey: readPrivateKey(variables),
    webhookSecrets: readWebhookSecrets(variables.WEBHOOK_SECRET),
    apiUrl: readApiUrl(variables),
    host: readHost(variables.HOST),
    port: readPort('PORT', variables.PORT, 3000),
    metricsPort: readMetricsPort(variables),
    logLevel: readWord('LOG_LEVEL', variables.LOG_LEVEL, { words: LOG_LEVELS, otherwise: 'info' }),
    isDryRun: readSwitch('DRY_RUN', variables.DRY_RUN),
    databaseUrl: readDatabaseUrl(variables),
    dataDir: { value: readDataDir(variables) },
    storesBodies: readSwitch('STORE_BODIES', variables.STORE_BODIES, true),
    policyRepository: readRepository(variables.POLICY_REPO),
    timeZone: readTimeZone(variables.TIME_ZONE),
    role: readWord('ROLE', variables.ROLE, { words: ROLES, otherwise: 'all' }),
  };
  const problems = Object.values(reads).flatMap((read) => ('problem' in read ? [read.problem] : []));
  if (problems.length > 0) return { problems };
  const values = Object.entries(reads).map(([name, read]) => [name, 'value' in read ? read.value : null]);
  return { settings: Object.freeze(Object.fromEntries(values)) as ServiceSettings };
}

export type DatabaseSettings = Pick<ServiceSettings, 'databaseUrl' | 'dataDir'>;

/** Only where the service keeps what it keeps, for what runs beside it; or the problem. */
export function readDatabaseSettings(variables: ServiceVariables): Read<DatabaseSettings> {
  // Whatever the service's role is, it is not this process's.
  const url = readDatabaseUrl({ ...variables, ROLE: '' });
  if ('problem' in url) return url;
  return { value: { databaseUrl: url.value, dataDir: readDataDir(variables) } };
}

function readDataDir({ DATA_DIR }: ServiceVariables): string {
  return written(DATA_DIR) ?? './data';
}

function readAppId(value: string | undefined): Read<number> {
  const text = written(value);
  const where = 'the number behind "App ID" on the settings page of the app on GitHub';
  if (text === null) return { problem: `APP_ID is missing. Set it to ${where}.` };
  if (/^[1-9]\d{0,14}$/.test(text)) return { value: Number(text) };
  if (/^Iv/.test(text)) return { problem: `APP_ID holds the client id. Set it to ${where}.` };
  return { problem: `APP_ID is not a number. Set it to ${where}.` };
}

/** The address to listen on: this machine's own unless told. */
export function readHost(value: string | undefined): Read<string> {
  const text = written(value) ?? '127.0.0.1';
  if (/^[a-z0-9:.-]{1,253}$/i.test(text)) return { value: text };
  return {
    problem: 'HOST is not an address to listen on. Set it to 0.0.0.0 for all, or unset it for this machine only.',
  };
}

function readMetricsPort({ METRICS_PORT, PORT }: ServiceVariables): Read<number> {
  const read = readPort('METRICS_PORT', METRICS_PORT, 9090);
  const port = readPort('PORT', PORT, 3000);
  if (!('value' in read) || !('value' in port) || read.value === 0 || read.value !== port.value) return read;
  return { problem: 'METRICS_PORT is the same as PORT. Set one of them to another port.' };
}

/** A role that works beside others needs a database that several processes may open. */
function readDatabaseUrl({ DATABASE_URL, ROLE }: ServiceVariables): Read<string | null> {
  const text = written(DATABASE_URL);
  if (text === null) {
    const role = written(ROLE)?.toLowerCase();
    // What is none of the roles is told of as that, and alone.
    if (role !== 'web' && role !== 'worker') return { value: null };
    return {
      problem:
        'DATABASE_URL is missing: the embedded database is for one process alone. Set it to postgres://…, or unset ROLE.',
    };
  }
  if (/^postgres(?:ql)?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { value: text };
  return {
    problem: 'DATABASE_URL is not an address of PostgreSQL. Set it to postgres://user:password@host:5432/name.',
  };
}

function readRepository(value: string | undefined): Read<ServiceSettings['policyRepository']> {
  const text = written(value);
  if (text === null) return { value: null };
  const [, owner, name] = /^([a-z0-9][a-z0-9-]{0,38})\/([\w.-]{1,100})$/i.exec(text) ?? [];
  if (owner && name && !/^\.{1,2}$/.test(name)) return { value: Object.freeze({ owner, name }) };
  return { problem: 'POLICY_REPO is not a repository. Set it to owner/name, such as acme/policies.' };
}

function readTimeZone(value: string | undefined): Read<string | null> {
  const text = written(value);
  const refusal = text === null ? null : timeZoneProblem(text);
  if (refusal === null) return { value: text };
  const hint = refusal.suggestion === null ? '' : ` Did you mean ${refusal.suggestion}?`;
  return { problem: `TIME_ZONE ${refusal.problem}.${hint}` };
}

/** What no line of the log may hold. */
export function secretsOf({ webhookSecrets, privateKey, databaseUrl }: ServiceSettings): readonly string[] {
  const password = databaseUrl === null ? '' : decodeURIComponent(new URL(databaseUrl).password);
  return [...webhookSecrets, privateKey, ...(databaseUrl ? [databaseUrl] : []), ...(password ? [password] : [])];
}
