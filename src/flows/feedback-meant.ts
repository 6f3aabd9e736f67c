// flows: which procedure an issue means, of those that its reader may see.
import { findMeant, findNamed, type IssueText, type Meant, type Place } from '../core/feedback/find-meant.ts';
import type { KnownProcedure } from '../core/feedback/known-procedure.ts';
import { permissionOf } from '../github/read-user.ts';
import type { About } from '../store/feedback.ts';
import { type FeedbackCatalog, repositoryOf } from './feedback-catalog.ts';
import type { Home } from './feedback-home.ts';
import type { Tools } from './tools.ts';

/** So many private repositories are asked whether somebody may read them; of more nothing is shown. */
const MOST_ASKED = 5;

type Reading = { readonly home: Home; readonly catalog: FeedbackCatalog; readonly reader: string };

/** What the text means; `chosen`, where somebody said so, as long as there is such a procedure. */
export async function meantBy(tools: Tools, reading: Reading, text: IssueText, chosen: About | null): Promise<Meant> {
  const said = chosen === null ? null : chosenIn(reading, chosen);
  return said ?? withinSight(tools, reading, (place) => findMeant(text, reading.catalog.index, place));
}

/** What one name means, as in `procedure <path or id>`. */
export function namedBy(tools: Tools, reading: Reading, name: string): Promise<Meant> {
  return withinSight(tools, reading, (place) => findNamed(name, reading.catalog.index, place));
}

function chosenIn({ home, catalog }: Reading, { repository, path }: About): Meant | null {
  const kept = [...catalog.repositories.values()].find(({ id }) => id === repository);
  if (!kept || !(home.isPrivate || !kept.isPrivate || kept.id === home.id)) return null;
  const name = `${kept.owner}/${kept.name}`;
  const found = findNamed(`${name}/${path}`, catalog.index, { repository: name, visible: null });
  return found.kind === 'one' && !found.hit.isClose ? found : null;
}

/**
 * In a public place only what everybody may see is there for the search. In a private one it is what the reporter may read: that is asked
 * where the answer would name another private repository.
 */
async function withinSight(tools: Tools, reading: Reading, find: (place: Place) => Meant): Promise<Meant> {
  const { home, catalog } = reading;
  const all = [...catalog.repositories.values()];
  const visible = new Set(all.filter(({ isPrivate }) => !isPrivate).map(({ owner, name }) => `${owner}/${name}`));
  if (!home.isPrivate) return find({ repository: home.name, visible });
  const meant = find({ repository: home.name, visible: null });
  const hidden = new Map(
    proceduresOf(meant).flatMap((procedure) => {
      const kept = repositoryOf(catalog, procedure);
      return kept?.isPrivate && kept.id !== home.id ? [[procedure.repository, kept] as const] : [];
    }),
  );
  if (hidden.size === 0) return meant;
  const github = tools.connection.reading(home.ref.installation);
  for (const [name, kept] of [...hidden].slice(0, MOST_ASKED)) {
    const permission = await permissionOf(github, kept, reading.reader);
    if (permission !== null && permission !== 'none') visible.add(name);
  }
  const isAllSeen = [...hidden.keys()].every((name) => visible.has(name));
  return isAllSeen ? meant : find({ repository: home.name, visible });
}

/** All that an answer to `meant` would name. */
export function proceduresOf(meant: Meant): readonly KnownProcedure[] {
  if (meant.kind === 'none') return meant.near;
  return meant.kind === 'one' ? [meant.hit.procedure] : meant.hits.map(({ procedure }) => procedure);
}
