// github: which changed files may be procedures, before the configuration that says so is read.
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { type Key, keep, recall } from './memory.ts';

/** A guess decides only what is asked for first: what it misses is read afterwards, and what it has too much is left out. */
export type Guess = (path: string) => boolean;

const DAY_MS = 24 * 60 * 60_000;
const DOCUMENT = /\.(?:md|mdx|markdown|erb|adoc)$/i;

/** By the configuration that was read last, else by what documents are called. */
export function guessFor({ memory }: GitHub, repository: RepositoryName): Guess {
  return recall(memory, keyOf(repository)) ?? ((path) => DOCUMENT.test(path));
}

export function noteGuess({ memory }: GitHub, repository: RepositoryName, guess: Guess): void {
  keep(memory, keyOf(repository), guess);
}

function keyOf(repository: RepositoryName): Key<Guess> {
  return { text: `procedures of ${fullName(repository).toLowerCase()}`, keptForMs: DAY_MS };
}
