// flows: the wish that a machine does what a procedure says → a user story, once, on the issue.
import type { KnownProcedure } from '../core/feedback/known-procedure.ts';
import { userStory } from '../core/feedback/story.ts';
import { readProcedure } from '../core/procedure/read-procedure.ts';
import { textOf } from '../core/snapshot.ts';
import { readBlobTexts } from '../github/read-blob-texts.ts';
import { readInstallation } from '../store/installations.ts';
import type { Owned } from '../store/known-procedures.ts';
import type { RepositoryKept } from '../store/repositories.ts';
import type { Home } from './feedback-home.ts';
import { type On, say } from './feedback-writes.ts';
import type { Tools } from './tools.ts';

type Wished = {
  readonly home: Home;
  readonly on: On;
  readonly procedure: KnownProcedure;
  readonly place: RepositoryKept;
  readonly owned: Owned;
};

/** Whether it stands there. Only what the procedure's own file says is in it. */
export async function tellStory(tools: Tools, wished: Wished): Promise<boolean> {
  const { home, on, procedure } = wished;
  const text = await textNow(tools, wished);
  if (text === null) return false;
  const installation = await readInstallation(tools.store, home.ref.installation);
  const { metadata, owners } = home.settings;
  const read = readProcedure({
    ...{ path: procedure.path, text, directories: [], repository: null, organisation: null },
    settings: {
      ...{ aliases: metadata.aliases, dates: metadata.dates, ownersMap: owners.map },
      organisation: installation?.isOrganisation ? installation.account : null,
    },
  });
  const marker = { kind: 'feedback-story', key: `${home.name}#${on.number}` };
  const said = await say(tools, on, { marker, text: userStory(read), why: 'a machine is to do what a procedure says' });
  return said !== null;
}

async function textNow({ connection }: Tools, { procedure, place, owned }: Wished): Promise<string | null> {
  if (owned.body !== null) return owned.body;
  const wanted = { path: procedure.path, oid: owned.blob };
  const [file] = await readBlobTexts(connection.reading(place.installation), place, [wanted]);
  return textOf(file);
}
