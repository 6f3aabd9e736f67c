// test/stand-in/operation: the account in whose name a caller acts.
import { type Call, Refusal } from '../call.ts';
import type { Engine } from '../engine.ts';
import { bot } from '../words/account.ts';
import { type Account, findUser } from '../world.ts';

/** The person, or the app's bot. */
export function sender(engine: Engine, { caller }: Call): Account {
  if (caller.kind === 'installation') return bot(engine);
  const user = caller.kind === 'user' ? findUser(engine.world, caller.login) : undefined;
  if (!user) throw new Refusal(401, 'Requires authentication');
  return user;
}
