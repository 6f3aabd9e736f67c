// web: the code that GitHub sent back → the file with the app's id, key and secret.
import { types } from 'node:util';
import type { Log } from '../../log/log.ts';
import type { RegistrationSettings } from '../../start/decide-start.ts';
import { ENVIRONMENT_FILE, type Reserved, reserveEnvironmentFile } from '../../start/environment-file.ts';
import { exchangeCode, NotExchanged, type RegisteredApp } from './exchange-code.ts';

export type Registering = {
  readonly settings: Pick<RegistrationSettings, 'apiUrl' | 'whereGitHubIs'>;
  readonly folder: string;
  readonly log: Log;
};

export type Registered =
  | { readonly slug: string }
  /** The file could not be made, so the code was not used; `code` is the system's, such as EEXIST. */
  | { readonly failure: 'not-written'; readonly code: string }
  /** There is no file; `status` is that of GitHub's answer, null where there was none. */
  | { readonly failure: 'not-exchanged'; readonly status: number | null }
  /** GitHub gave the app's key, and it is lost. There is no file. */
  | { readonly failure: 'not-kept' };

/** The file comes first: a code is good once, and an app whose key could not be kept would be of no use. Never throws. */
export async function register({ settings, folder, log }: Registering, code: string): Promise<Registered> {
  let file: Reserved;
  try {
    file = await reserveEnvironmentFile(folder);
  } catch (error) {
    log.error({ err: error }, `Could not make ${ENVIRONMENT_FILE}.`);
    return { failure: 'not-written', code: codeOf(error) };
  }
  try {
    const app = await exchangeCode(settings.apiUrl, code);
    await file.write(variablesOf(app, settings.whereGitHubIs));
    log.info({ appId: app.id, app: app.slug, file: ENVIRONMENT_FILE }, 'Registered the app.');
    return { slug: app.slug };
  } catch (error) {
    log.error({ err: error }, 'Could not register the app.');
    await file.drop().catch((err: unknown) => log.error({ err }, `Could not take the empty ${ENVIRONMENT_FILE} away.`));
    return error instanceof NotExchanged ? { failure: 'not-exchanged', status: error.status } : { failure: 'not-kept' };
  }
}

/** The key in base64: one line, without a character that some reader of such files takes for something else. */
function variablesOf(
  { id, pem, webhook_secret: secret }: RegisteredApp,
  whereGitHubIs: Readonly<Record<string, string>>,
) {
  const key = Buffer.from(pem).toString('base64');
  return { APP_ID: String(id), PRIVATE_KEY: key, WEBHOOK_SECRET: secret, ...whereGitHubIs };
}

function codeOf(error: unknown): string {
  return types.isNativeError(error) && 'code' in error ? String(error.code) : 'unknown';
}
