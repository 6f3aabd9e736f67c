// test/stand-in/build: teams, members and rights.
import { adminAuthorization } from '../emulator.ts';
import { type Engine, newId } from '../engine.ts';
import { tellOrganisation } from '../events.ts';
import { account, team } from '../words/account.ts';
import { fullName, keyOf, type Organisation, type Team } from '../world.ts';
import { accountOf, organisationOf } from './account-of.ts';
import type { Build, NewTeam } from './verbs.ts';

function setTeam(
  engine: Engine,
  { organisation, slug, members = [], parent, privacy = 'closed', grants = {} }: NewTeam,
): Team {
  const { teams } = organisationOf(engine, organisation);
  const old = teams.get(keyOf(slug));
  const rights = Object.entries(grants).map(([name, level]) => {
    const home = engine.world.repositories.get(keyOf(name));
    if (!home) throw new Error(`There is no repository ${name} to give to a team.`);
    return [home, level] as const;
  });
  const people = new Set(members.map((login) => keyOf(accountOf(engine, login).login)));
  const facts = { organisation, slug, name: slug, parent: parent ?? null, privacy, members: people };
  const team: Team = { id: old?.id ?? newId(engine), ...facts, grants: new Map([...(old?.grants ?? []), ...rights]) };
  teams.set(keyOf(slug), team);
  return team;
}

type Verbs =
  | 'setTeam'
  | 'removeTeam'
  | 'renameTeam'
  | 'joinTeam'
  | 'leaveTeam'
  | 'setBusy'
  | 'setPermission'
  | 'setMember'
  | 'setCodeownersErrors';

export function people(engine: Engine): Pick<Build, Verbs> {
  const teamOf = (home: Organisation, slug: string): Team => {
    const found = home.teams.get(keyOf(slug));
    if (!found) throw new Error(`There is no team ${slug}.`);
    return found;
  };
  const sayOfTeam = (
    event: 'team' | 'membership',
    action: string,
    organisation: Organisation,
    one: Team,
    by: string | undefined,
    facts: Record<string, unknown> = {},
  ) => {
    if (by === undefined) return;
    const happening = { event, action, organisation, sender: accountOf(engine, by) };
    tellOrganisation(engine, happening, { team: team(engine, organisation, one), ...facts });
  };
  return {
    setTeam: (team) => setTeam(engine, team),
    removeTeam: (organisation, slug, by) => {
      const home = organisationOf(engine, organisation);
      const gone = home.teams.get(keyOf(slug));
      home.teams.delete(keyOf(slug));
      if (gone) sayOfTeam('team', 'deleted', home, gone, by);
    },
    renameTeam: (organisation, slug, to, by) => {
      const home = organisationOf(engine, organisation);
      const one = teamOf(home, slug);
      home.teams.delete(keyOf(slug));
      Object.assign(one, { slug: to, name: to });
      home.teams.set(keyOf(to), one);
      sayOfTeam('team', 'edited', home, one, by, { changes: { name: { from: slug } } });
    },
    joinTeam: (organisation, slug, login, by) => {
      const home = organisationOf(engine, organisation);
      const one = teamOf(home, slug);
      one.members.add(keyOf(login));
      const member = account(engine, accountOf(engine, login));
      sayOfTeam('membership', 'added', home, one, by, { scope: 'team', member });
    },
    leaveTeam: (organisation, slug, login, by) => {
      const home = organisationOf(engine, organisation);
      const one = teamOf(home, slug);
      one.members.delete(keyOf(login));
      const member = account(engine, accountOf(engine, login));
      sayOfTeam('membership', 'removed', home, one, by, { scope: 'team', member });
    },
    setBusy: (login, isBusy) => {
      if (isBusy) engine.world.busy.add(keyOf(login));
      else engine.world.busy.delete(keyOf(login));
    },
    setPermission: async (who, repository, level, by) => {
      const [organisation = '', slug] = who.replace(/^@/, '').split('/');
      if (slug !== undefined) {
        const team = teamOf(organisationOf(engine, organisation), slug);
        const action = level === 'none' ? 'removed_from_repository' : 'added_to_repository';
        if (level === 'none') team.grants.delete(repository);
        else team.grants.set(repository, level);
        return sayOfTeam('team', action, organisationOf(engine, organisation), team, by);
      }
      repository.grants.set(keyOf(accountOf(engine, who.replace(/^@/, '')).login), level);
      const path = `/repos/${fullName(repository)}/collaborators/${who.replace(/^@/, '')}`;
      await engine.emulator.ask('PUT', path, adminAuthorization, { permission: 'push' }); // only who may see it; the front judges rights
    },
    setMember: (organisation, login, role, by) => {
      const home = organisationOf(engine, organisation);
      const key = keyOf(accountOf(engine, login).login);
      if (role === 'none') home.members.delete(key);
      else home.members.add(key);
      if (role === 'admin') home.admins.add(key);
      else home.admins.delete(key);
      if (role === 'none') for (const team of home.teams.values()) team.members.delete(key);
      if (by === undefined) return;
      const user = account(engine, accountOf(engine, login));
      const action = role === 'none' ? 'member_removed' : 'member_added';
      const happening = { event: 'organization', action, organisation: home, sender: accountOf(engine, by) };
      tellOrganisation(engine, happening, { membership: { state: 'active', role: 'member', user } });
    },
    setCodeownersErrors: (repository, ref, errors) => void repository.codeownersErrors.set(ref, errors),
  };
}
