// github: addresses of pages where a person reads a file or changes it by hand.
import type { RepositoryName } from './github.ts';

/** A branch, and the address of the site it is on. */
export type Branch = { readonly webUrl: string; readonly repository: RepositoryName; readonly branch: string };

/** The site that belongs to an API root: github.com, an Enterprise Server, or what stands in for them. */
export function webUrlOf(apiUrl: string): string {
  const { protocol, host, pathname } = new URL(apiUrl);
  if (pathname.startsWith('/api/v3')) return `${protocol}//${host}`;
  return `${protocol}//${host.replace(/^api\.(?=github\.com$|[^.]+\.ghe\.com$)/, '')}`;
}

/** The editor of an existing file, at its line. */
export function editLink({ webUrl, repository, branch }: Branch, path: string, line: number): string {
  return `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/edit/${encoded(branch)}/${encoded(path)}#L${line}`;
}

/** The page of a file. */
export function fileLink({ webUrl, repository, branch }: Branch, path: string): string {
  return `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/blob/${encoded(branch)}/${encoded(path)}`;
}

/** What was changed in a file since a day (`YYYY-MM-DD`). */
export function historyLink({ webUrl, repository, branch }: Branch, path: string, since: string): string {
  return `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/commits/${encoded(branch)}/${encoded(path)}?since=${since}`;
}

/** The page of a pull request. */
export function pullLink({ webUrl, repository }: Branch, number: number): string {
  return `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/pull/${number}`;
}

/** The page of an issue. */
export function issueLink({ webUrl, repository }: Omit<Branch, 'branch'>, number: number): string {
  return `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/issues/${number}`;
}

/** The page that makes a new file, filled in; null where the text is too long for an address. */
export function newFileLink({ webUrl, repository, branch }: Branch, path: string, text: string): string | null {
  const query = `filename=${encodedPart(path)}&value=${encodedPart(text)}`;
  const link = `${webUrl}/${encoded(repository.owner)}/${encoded(repository.name)}/new/${encoded(branch)}?${query}`;
  return link.length > MOST_CHARACTERS ? null : link;
}

/** GitHub answers 414 somewhere above 8,000. */
const MOST_CHARACTERS = 7_000;

function encoded(path: string): string {
  return path.split('/').map(encodedPart).join('/');
}

/** Parentheses too, which would end a link of Markdown. */
function encodedPart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replace(/[()'!*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
