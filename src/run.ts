// What is run by its variables: the service, or the page that registers an app where there is none yet.
import { serviceEnv } from './env.ts';
import { createLog, type Log } from './log/log.ts';
import { startService } from './service.ts';
import { decideStart, type RegistrationSettings } from './start/decide-start.ts';
import { type ServiceSettings, secretsOf } from './start/service-settings.ts';
import { stopOnSignals } from './start/stop-on-signals.ts';
import { createRegistration } from './web/registration/create-registration.ts';
import { startServer } from './web/start-server.ts';

/** Ends the process where it cannot start: with 2, and with a line for each reason. */
export async function run(): Promise<void> {
  const start = decideStart(serviceEnv(), process.cwd());
  if ('problems' in start) {
    process.stderr.write(start.problems.map((problem) => `${problem}\n`).join(''));
    process.exit(2);
  }
  if ('registration' in start) await register(start.registration);
  else await serve(start.settings);
}

async function register(settings: RegistrationSettings): Promise<void> {
  const log = createLog({ level: settings.logLevel, secrets: [] });
  const page = createRegistration({ settings, folder: process.cwd(), log });
  const server = await startServer(page, settings).catch(endOf(log));
  log.info({ url: server.url }, 'No app is registered yet: open this page to register one.');
  stopOnSignals({ log, stop: server.stop });
}

async function serve(settings: ServiceSettings): Promise<void> {
  const log = createLog({ level: settings.logLevel, secrets: secretsOf(settings) });
  const service = await startService(settings, { log }).catch(endOf(log));
  service.store.died.catch((error: unknown) => {
    log.fatal({ err: error }, 'The database is gone; stopping.');
    process.exit(1);
  });
  stopOnSignals({ log, stop: service.stop });
}

function endOf(log: Log): (error: unknown) => never {
  return (error) => {
    log.fatal({ err: error }, 'Could not start.');
    process.exit(2);
  };
}
