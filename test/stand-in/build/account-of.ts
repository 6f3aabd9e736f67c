// test/stand-in/build: who is who.
import type { Engine } from '../engine.ts';
import { bot } from '../words/account.ts';
import { type Account, findOrganisation, findUser, type Organisation } from '../world.ts';

/** The person, or the app's bot. */
export function accountOf(engine: Engine, login: string): Account {
  const found = login === bot(engine).login ? bot(engine) : findUser(engine.world, login);
  if (!found) throw new Error(`There is no ${login}: name everybody when the stand-in starts.`);
  return found;
}

/** The organisation. */
export function organisationOf(engine: Engine, login: string): Organisation {
  const found = findOrganisation(engine.world, login);
  if (!found) throw new Error(`There is no organisation ${login}: name it when the stand-in starts.`);
  return found;
}
