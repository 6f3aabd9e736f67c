// disk: where the repository came from.
import { answerOf, gitIn } from './git.ts';
import { realFolder } from './work-tree.ts';

export type Origin = { readonly name: string; readonly organisation: string };

/** The `owner/name` of the remote `origin`, where its address has GitHub's form on any host; else null. */
export async function originOf(dir: string): Promise<Origin | null> {
  const url = await answerOf(gitIn(realFolder(dir)), ['remote', 'get-url', 'origin']);
  return url === null ? null : parseOrigin(url);
}

/** The address of the GitHub site that the remote `origin` is on, without a slash at its end; null where it is no GitHub, or not known to be one. */
export async function originSiteOf(dir: string): Promise<string | null> {
  const url = await answerOf(gitIn(realFolder(dir)), ['remote', 'get-url', 'origin']);
  return url === null ? null : siteOf(url);
}

/** github.com (also by its names for SSH), an organisation's own `*.ghe.com`, or a server whose name says GitHub; never a guess. */
export function siteOf(url: string): string | null {
  if (parseOrigin(url) === null) return null;
  const host = HOST.exec(url)?.[1]?.toLowerCase() ?? '';
  if (/^(?:www\.|ssh\.)?github\.com(?:-[a-z0-9-]+)?$/.test(host)) return 'https://github.com';
  return /\.ghe\.com$/.test(host) || host.split('.').some((label) => /^(?:github|ghe)$/.test(label))
    ? `https://${host}`
    : null;
}

/** `https://host/owner/name.git`, `ssh://git@host/owner/name`, `git@host:owner/name`. Nothing else of the address is kept: it may hold a token. */
export function parseOrigin(url: string): Origin | null {
  const [, owner, repository] = URL_FORM.exec(url) ?? SCP_FORM.exec(url) ?? [];
  if (owner === undefined || repository === undefined || /^\.{1,2}$/.test(repository)) return null;
  return { name: `${owner}/${repository}`, organisation: owner };
}

const PAIR = '([a-z0-9][a-z0-9_-]{0,99})/([a-z0-9._-]{1,100}?)(?:\\.git)?/?$';
const URL_FORM = new RegExp(`^(?:https?|ssh|git)://(?:[^/@\\s]*@)?[a-z0-9.-]+(?::\\d+)?/${PAIR}`, 'i');
const SCP_FORM = new RegExp(`^(?:[^/@:\\s]+@)?[a-z0-9-]*\\.[a-z0-9.-]+:${PAIR}`, 'i');
const HOST = /^(?:(?:https?|ssh|git):\/\/)?(?:[^/@\s]*@)?([a-z0-9.-]+)[:/]/i;
