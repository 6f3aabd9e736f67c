// core/feedback: every name by which a procedure can be meant, ready to be looked up.
import { type CloseNames, closeNames } from './close-names.ts';
import { type KnownProcedure, procedureKey, type Rename, type Way } from './known-procedure.ts';
import { isDistinctive, partsOf, phraseOf, plain } from './words.ts';

/** What a name leads to. */
export type Named = { readonly procedure: KnownProcedure; readonly way: Way };

/** The catalog, indexed. Keys are in lower case (`plain`). */
export type ProcedureIndex = {
  readonly procedures: readonly KnownProcedure[];
  /** Paths, ids, aliases, old names, alerts, file names; also `owner/name/path`. */
  readonly names: ReadonlyMap<string, readonly Named[]>;
  /** Titles and file names as words with a blank between them. */
  readonly phrases: ReadonlyMap<string, readonly Named[]>;
  /** The first two words of every phrase, by which most of a long text is passed over. */
  readonly beginnings: ReadonlySet<string>;
  /** The names that may be taken from running text. */
  readonly distinctive: ReadonlySet<string>;
  readonly close: CloseNames;
  /** The procedures in whose names a word stands. */
  readonly words: ReadonlyMap<string, readonly KnownProcedure[]>;
};

const MOST_RENAMES_FOLLOWED = 20;

/** Indexes a catalog once, for any number of questions. Of renames, later ones come later in the list. */
export function indexProcedures(
  procedures: readonly KnownProcedure[],
  renames: readonly Rename[] = [],
): ProcedureIndex {
  const names = new Map<string, Named[]>();
  const phrases = new Map<string, Named[]>();
  const distinctive = new Set<string>();
  const name = (written: string, named: Named): void => {
    add(names, plain(written), named);
    if (isDistinctive(written)) distinctive.add(plain(written));
  };
  for (const procedure of procedures) nameAll(procedure, name, (phrase, named) => add(phrases, phrase, named));
  for (const [from, procedure] of oldPaths(procedures, renames)) {
    for (const written of pathForms(procedure.repository, from)) name(written, { procedure, way: 'old name' });
    const fileName = from.split('/').at(-1) ?? from;
    if (isDistinctive(fileName)) name(fileName, { procedure, way: 'old name' });
  }
  return {
    procedures,
    names,
    phrases,
    distinctive,
    beginnings: new Set([...phrases.keys()].map((phrase) => phrase.split(' ', 2).join(' '))),
    close: closeNames([...names.keys(), ...phrases.keys()]),
    words: wordIndex(procedures),
  };
}

function nameAll(
  procedure: KnownProcedure,
  name: (written: string, named: Named) => void,
  phrase: (phrase: string, named: Named) => void,
): void {
  const { repository, path, id, title, aliases, alerts } = procedure;
  const bare = path.replace(/\.md\.erb$|\.[^./]*$/, '');
  for (const written of pathForms(repository, path)) name(written, { procedure, way: 'path' });
  for (const written of pathForms(repository, bare))
    if (written.includes('/')) name(written, { procedure, way: 'path' });
  if (id !== path) name(id, { procedure, way: 'id' });
  for (const alias of aliases) for (const form of pathForms(repository, alias)) name(form, { procedure, way: 'alias' });
  for (const alert of alerts) name(alert, { procedure, way: 'alert' });
  for (const alert of alerts) if (/\s/.test(alert)) phrase(phraseOf(alert), { procedure, way: 'alert' });
  const [file, bareFile] = [path, bare].map((all) => all.split('/').at(-1) ?? all) as [string, string];
  for (const written of new Set([file, bareFile])) name(written, { procedure, way: 'file name' });
  if (/\s/.test(path)) phrase(phraseOf(path), { procedure, way: 'path' });
  phrase(phraseOf(title), { procedure, way: 'title' });
  phrase(phraseOf(bareFile), { procedure, way: 'file name' });
}

/** A path from the root, from the repository's name on, in full, and each of its endings that has a folder. */
function pathForms(repository: string, path: string): readonly string[] {
  const steps = path.split('/');
  const endings = steps.slice(1, -1).map((_, at) => steps.slice(at + 1).join('/'));
  return [path, `${repository}/${path}`, `${repository.split('/')[1] ?? repository}/${path}`, ...endings];
}

/** Where a file that was renamed, perhaps often, is now. A path that a procedure has now is nobody's old name. */
function oldPaths(
  procedures: readonly KnownProcedure[],
  renames: readonly Rename[],
): readonly (readonly [from: string, procedure: KnownProcedure])[] {
  const now = new Map(procedures.map((procedure) => [procedureKey(procedure), procedure]));
  const next = new Map(renames.map(({ repository, from, to }) => [procedureKey({ repository, path: from }), to]));
  return renames.flatMap(({ repository, from, to }) => {
    if (now.has(procedureKey({ repository, path: from }))) return [];
    let path: string | undefined = to;
    for (let followed = 0; path !== undefined && followed < MOST_RENAMES_FOLLOWED; followed += 1) {
      const procedure = now.get(procedureKey({ repository, path }));
      if (procedure) return [[from, procedure] as const];
      path = next.get(procedureKey({ repository, path }));
    }
    return [];
  });
}

function wordIndex(procedures: readonly KnownProcedure[]): ReadonlyMap<string, readonly KnownProcedure[]> {
  const words = new Map<string, KnownProcedure[]>();
  for (const procedure of procedures) {
    const { path, id, title, alerts, aliases } = procedure;
    const all = new Set([path.replace(/\.[^./]*$/, ''), id, title, ...alerts, ...aliases].flatMap(partsOf));
    for (const word of all) if (word.length >= 3) (words.get(word) ?? set(words, word)).push(procedure);
  }
  return words;
}

function set(words: Map<string, KnownProcedure[]>, word: string): KnownProcedure[] {
  const list: KnownProcedure[] = [];
  words.set(word, list);
  return list;
}

function add(map: Map<string, Named[]>, key: string, named: Named): void {
  if (key === '') return;
  const held = map.get(key);
  if (!held) map.set(key, [named]);
  else if (!held.some(({ procedure, way }) => procedure === named.procedure && way === named.way)) held.push(named);
}
