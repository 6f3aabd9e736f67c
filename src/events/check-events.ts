// events: what happens to check runs and in merge queues → checks.
import { z } from 'zod';
import { APPROVAL_CHECK } from '../flows/tools.ts';
import { id, login, type Make, ofRepository, sha } from './shapes.ts';

const GROUP = z.object({ merge_group: z.object({ head_sha: sha, base_sha: sha, head_ref: z.string() }) });
const RUN = z.object({
  check_run: z.object({
    id,
    head_sha: sha,
    name: z.string().nullish(),
    external_id: z.string().nullish(),
    pull_requests: z.array(z.object({ number: id })).default([]),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
  sender: z.object({ login }),
});
const SUITE = z.object({
  check_suite: z.object({ head_sha: sha, pull_requests: z.array(z.object({ number: id })).default([]) }),
});

export const CHECK_EVENTS = {
  'merge_group.checks_requested': ofRepository((repository, payload) => {
    const group = GROUP.safeParse(payload).data?.merge_group;
    if (!group) return [];
    const { head_sha, base_sha, head_ref } = group;
    return [{ kind: 'check-merge-group', repository, sha: head_sha, baseSha: base_sha, headRef: head_ref }];
  }),
  'check_run.rerequested': ofRepository((repository, payload) => {
    const run = RUN.safeParse(payload).data?.check_run;
    if (!run) return [];
    const group = /^group:([0-9a-f]{40,64}):(.+)$/.exec(run.external_id ?? '');
    const [, baseSha = '', headRef = ''] = group ?? [];
    if (group) return [{ kind: 'check-merge-group', repository, sha: run.head_sha, baseSha, headRef }];
    const kind = run.name === APPROVAL_CHECK ? 'check-approval' : 'check-head';
    return [{ kind, repository, sha: run.head_sha, pulls: pullsOf(run) }];
  }),
  'check_run.requested_action': ofRepository((repository, payload) => {
    const pressed = RUN.safeParse(payload).data;
    if (!pressed?.requested_action) return [];
    const { check_run: run, requested_action: action, sender } = pressed;
    const button = { checkRun: run.id, button: action.identifier, presser: sender.login };
    return [{ kind: 'press-button', repository, sha: run.head_sha, pulls: pullsOf(run), ...button }];
  }),
  'check_suite.rerequested': ofRepository((repository, payload) => {
    const suite = SUITE.safeParse(payload).data?.check_suite;
    const pulls = suite?.pull_requests.map(({ number }) => number) ?? [];
    return suite ? [{ kind: 'check-head', repository, sha: suite.head_sha, pulls }] : [];
  }),
} as const satisfies Readonly<Record<string, Make>>;

/** GitHub leaves `pull_requests` empty for forks; our own `external_id` (`pulls:3,7`; of a merge group `group:<base sha>:<ref>`) has the numbers. */
function pullsOf(run: z.infer<typeof RUN>['check_run']): readonly number[] {
  const ours = /^pulls:(\d+(?:,\d+)*)$/.exec(run.external_id ?? '')?.[1];
  const numbers = [...run.pull_requests.map(({ number }) => number), ...(ours?.split(',').map(Number) ?? [])];
  return [...new Set(numbers)].sort((a, b) => a - b);
}
