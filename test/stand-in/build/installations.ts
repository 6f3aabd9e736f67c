// test/stand-in/build: where the app is installed, and with what rights.
import { type Engine, timeOf } from '../engine.ts';
import { tellChosen, tellInstallation } from '../events.ts';
import { type Account, type Installation, isChosen, keyOf } from '../world.ts';
import { accountOf } from './account-of.ts';
import type { Build } from './verbs.ts';

type Verbs = 'installation' | 'setInstallation' | 'install' | 'uninstall';

export function installations(engine: Engine): Pick<Build, Verbs> {
  const { world, tokens } = engine;
  const find = (where: ReadonlyMap<number, Installation>, account: string): Installation => {
    const found = [...where.values()].find((one) => keyOf(one.account.login) === keyOf(account));
    if (!found) throw new Error(`There is no such installation for ${account}.`);
    return found;
  };
  const seenBy = (one: Installation) =>
    [...world.repositories.values()].filter((home) => home.owner.id === one.account.id && isChosen(one, home));
  const choose = (one: Installation, chosen: 'all' | readonly string[], sender: Account) => {
    const before = seenBy(one);
    one.repositories = chosen === 'all' ? 'all' : new Set(chosen.map(keyOf));
    const after = seenBy(one);
    const added = after.filter((home) => !before.includes(home));
    const removed = before.filter((home) => !after.includes(home));
    if (added.length > 0) tellChosen(engine, one, added, [], sender);
    if (removed.length > 0) tellChosen(engine, one, [], removed, sender);
  };
  return {
    installation: (account) => find(world.installations, account),
    setInstallation: (account, { permissions, repositories, suspended }, by) => {
      const one = find(world.installations, account);
      const sender = accountOf(engine, by);
      const say = (action: string) => tellInstallation(engine, action, one, seenBy(one), sender);
      if (repositories) choose(one, repositories, sender);
      if (permissions) {
        one.permissions = permissions;
        say('new_permissions_accepted');
      }
      if (suspended === undefined) return;
      one.suspendedAt = suspended ? timeOf(engine) : null;
      say(suspended ? 'suspend' : 'unsuspend');
    },
    install: (account, by) => {
      const one = find(world.uninstalled, account);
      world.uninstalled.delete(one.id);
      world.installations.set(one.id, one);
      tellInstallation(engine, 'created', one, seenBy(one), accountOf(engine, by));
    },
    uninstall: (account, by) => {
      const one = find(world.installations, account);
      world.installations.delete(one.id);
      world.uninstalled.set(one.id, one);
      for (const [key, token] of tokens) if (token.installation === one) tokens.delete(key);
      tellInstallation(engine, 'deleted', one, seenBy(one), accountOf(engine, by));
    },
  };
}
