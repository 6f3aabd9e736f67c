// github: a way to ask GitHub as one installation of the app.
import type { Memory } from './memory.ts';

/** A repository by its names. */
export type RepositoryName = { readonly owner: string; readonly name: string };

/** A repository as one installation may see it. */
export type InstalledRepository = RepositoryName & { readonly installation: number };

/** A pull request. */
export type PullRef = RepositoryName & { readonly number: number };

/** `acme/ops`. */
export function fullName({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

/** What a token may do: GitHub's names of permissions. */
export type Rights = Readonly<Record<string, 'read' | 'write'>>;

export type Request = {
  /** As GitHub's documentation writes it: `GET /repos/{owner}/{repo}/pulls/{pull_number}/files`. */
  readonly route: string;
  /** What stands in the braces; for GET also the query. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed JSON, not looked at yet; null where there is no body. */
  readonly data: unknown;
};

/** Sends one request once. It rejects with what `toFailure` understands. */
export type Send = (request: Request) => Promise<Reply>;

/** GitHub as one token sees it. What it was lent for (`rights`) is all it may do. */
export type GitHub = {
  readonly installation: number;
  /** The app's own id: check runs and comments are its own where they carry it. */
  readonly appId: number;
  readonly rights: Rights;
  readonly send: Send;
  /** What was read lately, of this installation only. */
  readonly memory: Memory;
};
