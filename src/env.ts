// The only reader of process.env: read once, frozen.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What git needs to be found and to know its user; nothing else of our environment reaches it. */
const FOR_GIT = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'USERPROFILE',
  'SystemRoot',
  'SUDO_UID',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
] as const;

/** Every variable that the service reads; docs/variables.md explains them. */
export const SERVICE_VARIABLES = [
  'APP_ID',
  'PRIVATE_KEY',
  'PRIVATE_KEY_PATH',
  'WEBHOOK_SECRET',
  'GHE_HOST',
  'GITHUB_API_URL',
  'HOST',
  'PORT',
  'METRICS_PORT',
  'LOG_LEVEL',
  'DRY_RUN',
  'POLICY_REPO',
  'DATABASE_URL',
  'DATA_DIR',
  'STORE_BODIES',
  'TIME_ZONE',
  'ROLE',
  'NODE_ENV',
] as const;

/** Those that nobody but their reader may see. */
const SECRET_VARIABLES = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL'] as const;

/** The service's variables as they were written; none of them is checked yet. */
export type ServiceVariables = Readonly<Partial<Record<(typeof SERVICE_VARIABLES)[number], string>>>;

export const env = Object.freeze({
  /** The variables that a git process is started with. */
  git: only(FOR_GIT) as Readonly<Record<string, string>>,
  /** Where compiled code is kept for the next start. The common temporary folder, Node's default, is one where others could put code first. */
  compileCache: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'runbook-steward'),
  /** Whether to colour, where the user says so (https://no-color.org, FORCE_COLOR); null: a terminal decides. */
  colour: process.env['NO_COLOR'] ? false : process.env['FORCE_COLOR'] ? process.env['FORCE_COLOR'] !== '0' : null,
});

let service: ServiceVariables | undefined;

/**
 * The service's variables, read at the first call. The secret ones leave the environment then: what is started later (a process, a
 * worker thread) and a diagnostic report of Node's do not get them.
 */
export function serviceEnv(): ServiceVariables {
  service ??= only(SERVICE_VARIABLES);
  for (const name of SECRET_VARIABLES) delete process.env[name];
  return service;
}

function only<Name extends string>(names: readonly Name[]): Readonly<Partial<Record<Name, string>>> {
  const set = names.filter((name) => process.env[name] !== undefined);
  return Object.freeze(Object.fromEntries(set.map((name) => [name, process.env[name]]))) as Partial<
    Record<Name, string>
  >;
}
