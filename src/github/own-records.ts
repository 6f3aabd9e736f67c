// github: what the app itself wrote in a repository, by the markers that it left.
import { z } from 'zod';
import { type Marker, readMarker } from '../core/marker.ts';
import { askAll } from './ask.ts';
import { GitHubFailed } from './failure.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';

export type OwnIssue = { readonly number: number; readonly isOpen: boolean; readonly marker: Marker };
/** `state`: of one that was closed unmerged, nothing came in, and it is left out. */
export type OwnPull = { readonly number: number; readonly state: 'open' | 'merged'; readonly body: string };

const ITEM = z.object({
  number: z.int(),
  state: z.string(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
  pull_request: z.object({ merged_at: z.string().nullish() }).optional(),
});
const MOST = 10_000;

/** The issues of the app (`bot` is its login), and its pull requests that are open or merged. GitHub lists both in one. */
export async function readOwnRecords(
  github: GitHub,
  repository: RepositoryName,
  bot: string,
): Promise<{ readonly issues: readonly OwnIssue[]; readonly pulls: readonly OwnPull[] }> {
  const { owner, name } = repository;
  const parameters = { owner, repo: name, state: 'all', creator: bot, sort: 'created', direction: 'asc' };
  const request = { route: 'GET /repos/{owner}/{repo}/issues', parameters };
  const doing = { verb: 'list', object: `what the app wrote in ${fullName(repository)}` };
  const items = await askAll(github, doing, request, { page: z.array(ITEM), most: MOST }).catch(noneHere);
  // Anybody can write a marker; only what our bot wrote is ours.
  const ours = items.filter((one) => one.user?.type === 'Bot' && one.performed_via_github_app?.id === github.appId);
  return {
    issues: ours.flatMap(({ number, state, body, pull_request }) => {
      const marker = pull_request ? null : readMarker(body ?? '');
      return marker ? [{ number, isOpen: state === 'open', marker }] : [];
    }),
    pulls: ours.flatMap(({ number, state, body, pull_request }): readonly OwnPull[] => {
      if (!pull_request) return [];
      const isMerged = Boolean(pull_request.merged_at);
      if (!isMerged && state !== 'open') return [];
      return [{ number, state: isMerged ? 'merged' : 'open', body: body ?? '' }];
    }),
  };
}

/** 410: issues are switched off there, and so is the list. */
function noneHere(error: unknown): readonly never[] {
  if (error instanceof GitHubFailed && error.status === 410) return [];
  throw error;
}
