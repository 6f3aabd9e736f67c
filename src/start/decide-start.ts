// start: whether the service runs, is refused, or is not registered with GitHub yet.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceVariables } from '../env.ts';
import { LOG_LEVELS, type LogLevel } from '../log/log.ts';
import { ENVIRONMENT_FILE, START_COMMAND } from './environment-file.ts';
import { isLoopback } from './loopback.ts';
import { readApiUrl } from './read-api-url.ts';
import { type Read, readPort, readWord, written } from './read-variable.ts';
import { readHost, readServiceSettings, type ServiceSettings } from './service-settings.ts';

/** What the page that registers the app runs with. */
export type RegistrationSettings = Pick<ServiceSettings, 'apiUrl' | 'host' | 'port'> & {
  readonly logLevel: LogLevel;
  /** Says where GitHub is; the start afterwards needs it again. Empty for github.com. */
  readonly whereGitHubIs: Readonly<Record<string, string>>;
};

export type Start =
  | { readonly settings: ServiceSettings }
  | { readonly problems: readonly string[] }
  | { readonly registration: RegistrationSettings };

const CREDENTIALS = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'] as const;

/**
 * The settings, or all that is wrong with them. Where nothing at all is said of an app, on this machine only and not in production,
 * what the registration page needs; never beside a file in `folder` that an earlier registration left.
 */
export function decideStart(variables: ServiceVariables, folder: string): Start {
  if (!mayRegister(variables)) return readServiceSettings(variables);
  if (existsSync(join(folder, ENVIRONMENT_FILE))) {
    return {
      problems: [
        `APP_ID is missing, and ${ENVIRONMENT_FILE} is here. Start with \`${START_COMMAND}\`, or move the file away to register another app.`,
      ],
    };
  }
  return readRegistration(variables);
}

function mayRegister(variables: ServiceVariables): boolean {
  const host = readHost(variables.HOST);
  return (
    CREDENTIALS.every((name) => written(variables[name]) === null) &&
    written(variables.NODE_ENV)?.toLowerCase() !== 'production' &&
    // A worker serves no page.
    written(variables.ROLE)?.toLowerCase() !== 'worker' &&
    'value' in host &&
    isLoopback(host.value)
  );
}

function readRegistration(variables: ServiceVariables): Start {
  const reads = {
    apiUrl: readApiUrl(variables),
    host: readHost(variables.HOST),
    port: readPort('PORT', variables.PORT, 3000),
    logLevel: readWord('LOG_LEVEL', variables.LOG_LEVEL, { words: LOG_LEVELS, otherwise: 'info' }),
  };
  const { apiUrl, host, port, logLevel } = reads;
  if ('value' in apiUrl && 'value' in host && 'value' in port && 'value' in logLevel) {
    const whereGitHubIs = whereOf(variables, apiUrl.value);
    return {
      registration: Object.freeze({
        ...{ apiUrl: apiUrl.value, host: host.value, port: port.value, logLevel: logLevel.value, whereGitHubIs },
      }),
    };
  }
  return { problems: Object.values(reads).flatMap((read: Read<unknown>) => ('problem' in read ? [read.problem] : [])) };
}

/** By the variable that was set, since both together are refused. */
function whereOf({ GHE_HOST, GITHUB_API_URL }: ServiceVariables, apiUrl: string): Readonly<Record<string, string>> {
  const host = written(GHE_HOST);
  if (host !== null) return { GHE_HOST: host };
  return written(GITHUB_API_URL) === null ? {} : { GITHUB_API_URL: apiUrl };
}
