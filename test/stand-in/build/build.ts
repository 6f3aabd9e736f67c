// test/stand-in/build: makes a world, in process and with every event GitHub would send.
import { userToken } from '../emulator.ts';
import { type Engine, newId } from '../engine.ts';
import type { GitStarter } from '../git/git-starter.ts';
import { createCheckRun, pressButton, rerequestCheckRun, rerequestCheckSuite } from '../happen/check-runs.ts';
import { deleteIssue, lockIssue, transferIssue } from '../happen/issues.ts';
import { fullName, type Repository } from '../world.ts';
import { accountOf } from './account-of.ts';
import { asPerson } from './as-person.ts';
import { installations } from './installations.ts';
import { people } from './people.ts';
import { pulls } from './pulls.ts';
import { repositories } from './repositories.ts';
import type { Build } from './verbs.ts';

/** The verbs over one world; object stores are made below `folder`. */
export function build(engine: Engine, folder: string, starter: GitStarter): Build {
  const named = (login: string) => accountOf(engine, login);
  const path = (repository: Repository) => `/repos/${fullName(repository)}`;
  return {
    ...repositories(engine, folder, starter),
    ...pulls(engine),
    ...people(engine),
    ...installations(engine),
    comment: async (repository, number, by, body) =>
      Number((await asPerson(engine, by, `${path(repository)}/issues/${number}/comments`, { body }))['id']),
    openIssue: async (repository, by, issue) =>
      Number((await asPerson(engine, by, `${path(repository)}/issues`, issue))['number']),
    changeIssue: async (repository, number, by, change) =>
      void (await asPerson(engine, by, `${path(repository)}/issues/${number}`, change, 'PATCH')),
    lockIssue: (repository, number, by, isLocked = true) =>
      lockIssue(engine, { repository, number }, named(by), isLocked),
    deleteIssue: (repository, number, by) => deleteIssue(engine, { repository, number }, named(by)),
    transferIssue: (repository, number, to, by) => transferIssue(engine, { repository, number }, to, named(by)),
    addCheckRun: (repository, headSha, change, app = engine.app.id) =>
      createCheckRun(engine, { repository, headSha, app }, change),
    rerequest: (run, by) => rerequestCheckRun(engine, run, named(by)),
    rerequestSuite: (run, by) => rerequestCheckSuite(engine, run, named(by)),
    press: (run, identifier, by) => pressButton(engine, run, identifier, named(by)),
    tokenOf: userToken,
    manifestCode: (manifest) => {
      const code = `code-${newId(engine)}`;
      engine.manifestCodes.set(code, manifest);
      return code;
    },
  };
}
