// start: runbook-steward.env, the file that a registration leaves behind and a start is given.
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside package.json, where compose.yml looks for it. */
export const ENVIRONMENT_FILE = 'runbook-steward.env';
/** Starts the service with that file, in the same folder. */
export const START_COMMAND = `node --env-file=${ENVIRONMENT_FILE} src/main.ts`;

const HEAD = '# The GitHub App that Runbook Steward runs as. Secret: whoever reads this file can act as the app.\n';
/** What Node, a shell, systemd and both of Docker's readers take for the same text without quotes. */
const PLAIN = /^[\w+/=:.,@%[\]~-]+$/;

export type Reserved = {
  /** Writes the variables and closes the file. */
  readonly write: (variables: Readonly<Record<string, string>>) => Promise<void>;
  /** Takes the empty file away again. */
  readonly drop: () => Promise<void>;
};

/**
 * Makes the file, for its owner's eyes only, and keeps it open to be written. Rejects where there is one already, be it a link: what
 * is in it could be the only copy of a key.
 */
export async function reserveEnvironmentFile(folder: string): Promise<Reserved> {
  const path = join(folder, ENVIRONMENT_FILE);
  const file = await open(path, 'wx', 0o600);
  return {
    write: (variables) => writeAll(file, variables),
    drop: async () => {
      await file.close();
      await unlink(path);
    },
  };
}

async function writeAll(file: FileHandle, variables: Readonly<Record<string, string>>): Promise<void> {
  await file.writeFile(HEAD + Object.entries(variables).map(line).join(''));
  await file.sync();
  await file.close();
}

function line([name, value]: readonly [string, string]): string {
  if (!PLAIN.test(value)) throw new Error(`Could not write ${name}: not every reader would take it for the same text`);
  return `${name}=${value}\n`;
}
