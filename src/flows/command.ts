// flows: commands that somebody wrote under an issue or a pull request.
import { type Asked, askedBy, COMMAND_NAMES, isCommandName } from '../core/command/asked.ts';
import type { Refusal } from '../core/command/refusal.ts';
import { nearest } from '../core/nearest.ts';
import { readPlace } from './command-place.ts';
import { followCommands } from './follow-commands.ts';
import type { GiveCommand } from './job.ts';
import type { Tools } from './tools.ts';

/** The short form counts where the text above is still the app's own. What the words mean, and who may, is looked at now. */
export async function command(tools: Tools, job: GiveCommand): Promise<void> {
  const { repository, issue, isPull, comment, by, isBot, at } = job;
  const place = await readPlace(tools, repository, { number: issue, isPull });
  if (place === null) return;
  const commands = job.commands.filter(({ isShort }) => !isShort || place.now.isOurs);
  const read = commands.map((one) => readCommand(one));
  const giver = { login: by, isBot, at, comment, origin: `${comment}` };
  await followCommands(tools, place, giver, {
    said: read.flatMap((one) => ('why' in one ? [] : [{ asked: one, keys: [] }])),
    refusals: read.flatMap((one) => ('why' in one ? [one] : [])),
  });
}

function readCommand({ name, text }: GiveCommand['commands'][number]): Asked | Refusal {
  if (!isCommandName(name)) return { why: 'unknown', name, near: nearest(name, COMMAND_NAMES) };
  return askedBy({ name, text }) ?? { why: 'unclear', name };
}
