// start: where GitHub's API is.
import type { ServiceVariables } from '../env.ts';
import { isLoopback } from './loopback.ts';
import { type Read, written } from './read-variable.ts';

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?$/i;

/** The API's root without a slash at its end: GitHub's own, that of `GHE_HOST`, or `GITHUB_API_URL` as it is. */
export function readApiUrl(variables: Pick<ServiceVariables, 'GITHUB_API_URL' | 'GHE_HOST'>): Read<string> {
  const [url, host] = [written(variables.GITHUB_API_URL), written(variables.GHE_HOST)];
  if (url !== null && host !== null) return { problem: 'GITHUB_API_URL and GHE_HOST are both set. Unset one of them.' };
  if (url !== null) return readUrl(url);
  if (host === null) return { value: 'https://api.github.com' };
  if (!HOST.test(host)) {
    return { problem: 'GHE_HOST is not a host name. Set it to the name alone, such as github.example.com.' };
  }
  // https://docs.github.com/enterprise-cloud@latest/rest/overview/about-the-rest-api: on ghe.com the API has a host of its own.
  return { value: /\.ghe\.com$/i.test(host) ? `https://api.${host}` : `https://${host}/api/v3` };
}

function readUrl(text: string): Read<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    return {
      problem: 'GITHUB_API_URL is not the root of an API. Set it to a URL such as https://github.example.com/api/v3.',
    };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return {
      problem: 'GITHUB_API_URL would send tokens without encryption. Use https://; http:// is for this machine.',
    };
  }
  return { value: url.href.replace(/\/+$/, '') };
}
