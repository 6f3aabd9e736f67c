// flows: the key of each thing on GitHub that the app writes, and what a key is of. Names on GitHub hold no blanks.
import type { Marker } from '../core/marker.ts';
import { fullName, type RepositoryName } from '../github/github.ts';
import type { IssueRef } from '../github/issues.ts';

export type CheckRef = { readonly repository: RepositoryName; readonly sha: string; readonly name: string };

export function checkKey({ repository, sha, name }: CheckRef): string {
  return `check ${fullName(repository)} ${sha} ${name}`;
}

export function issueKey(repository: RepositoryName, { kind, key }: Marker): string {
  return `issue ${fullName(repository)} ${kind} ${key}`;
}

export function issueNumberKey({ repository, number }: IssueRef): string {
  return `issue ${fullName(repository)}#${number}`;
}

export function commentKey({ repository, number }: IssueRef, { kind, key }: Marker): string {
  return `comment ${fullName(repository)}#${number} ${kind} ${key}`;
}

/** A branch of the app's own, and what becomes of it: `made`, `opened` as a pull request, `deleted`, or the command that adds to it. */
export function branchKey(repository: RepositoryName, branch: string, what: string): string {
  return `branch ${fullName(repository)} ${branch} ${what}`;
}

/** Null where `key` is of something else. */
export function readCheckKey(key: string): CheckRef | null {
  const [, owner, name, sha, check] = /^check ([^/ ]+)\/([^ ]+) ([0-9a-f]{40,64}) (.+)$/.exec(key) ?? [];
  return owner && name && sha && check ? { repository: { owner, name }, sha, name: check } : null;
}

export function readIssueKey(key: string): { readonly repository: RepositoryName; readonly marker: Marker } | null {
  const [, owner, name, kind, rest] = /^issue ([^/ ]+)\/([^# ]+) ([^ ]+) (.+)$/s.exec(key) ?? [];
  return owner && name && kind && rest ? { repository: { owner, name }, marker: { kind, key: rest } } : null;
}

export function readCommentKey(key: string): { readonly issue: IssueRef; readonly marker: Marker } | null {
  const [, owner, name, number, kind, rest] = /^comment ([^/ ]+)\/([^# ]+)#(\d+) ([^ ]+) (.+)$/s.exec(key) ?? [];
  if (!(owner && name && number && kind && rest)) return null;
  return { issue: { repository: { owner, name }, number: Number(number) }, marker: { kind, key: rest } };
}
