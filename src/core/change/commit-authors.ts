// core/change: who wrote the commits of a pull request.
import { byCodePoint } from '../code-point-order.ts';
import { loginKey } from './people.ts';

/** A commit as GitHub gives it. `authors`: the author and the co-authors it knows; `login` null: no account has that address. */
export type Commit = {
  readonly isMerge: boolean;
  readonly authors: readonly { readonly login: string | null; readonly email: string | null }[];
  readonly message: string;
};

/** `logins`: who can no longer approve. `unknown`: addresses that no account is known for. Both in code-point order. */
export type CommitAuthors = { readonly logins: readonly string[]; readonly unknown: readonly string[] };

/**
 * The authors and co-authors of the commits that are no merges; never the committers, for on GitHub that is often GitHub. A
 * `Co-authored-by` counts wherever it stands in the message.
 */
export function authorsOf(commits: readonly Commit[]): CommitAuthors {
  const written = commits.filter(({ isMerge }) => !isMerge);
  const authors = written.flatMap((commit) => [...commit.authors, ...trailersOf(commit)]);
  const logins = new Map<string, string>();
  const known = new Set<string>();
  const unknown = new Set<string>();
  for (const { login, email } of authors) {
    const name = login ?? loginOf(email ?? '');
    if (name !== null) logins.set(loginKey(name), name);
    if (email !== null) (name === null ? unknown : known).add(email.toLowerCase());
  }
  return {
    logins: [...logins.values()].sort(byCodePoint),
    unknown: [...unknown].filter((email) => !known.has(email)).sort(byCodePoint),
  };
}

const CO_AUTHOR = /^[ \t]*co-authored-by:[^<\n]*<([^<>\s]+)>/gim;

function trailersOf({ message }: Commit): Commit['authors'] {
  return [...message.matchAll(CO_AUTHOR)].map(([, email = '']) => ({ login: null, email }));
}

/** Of an address that GitHub gives to those who hide theirs: `1234+jane@users.noreply.github.com`. */
function loginOf(email: string): string | null {
  return /^(?:\d+\+)?([a-z\d](?:[a-z\d_-]*)(?:\[bot\])?)@users\.noreply\./i.exec(email)?.[1] ?? null;
}
