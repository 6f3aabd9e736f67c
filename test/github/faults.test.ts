// github: every operation of a check, spoilt in every way (row R08, and P6 of it): no pass, no twin, and the same end in the end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GitHubFailed, Limited } from '../../src/github/failure.ts';
import { type FaultKind, faultKinds } from '../stand-in/faults.ts';
import type { Pull } from '../stand-in/world.ts';
import { CODEOWNERS, judgeAndSave, type Loop, opsRepository, proposed, startLoop } from './stand-in-world.ts';

/** Nine operations; `after`: how many of the same pass first. */
const OPERATIONS: readonly { readonly operation: string; readonly name: string; readonly after?: number }[] = [
  { name: 'the token', operation: 'apps/create-installation-access-token' },
  { name: 'the files', operation: 'pulls/list-files' },
  { name: 'the pull request', operation: 'graphql' },
  { name: 'the tree', operation: 'git/get-tree' },
  { name: 'a blob', operation: 'git/get-blob' },
  { name: 'the owners', operation: 'graphql', after: 2 },
  { name: 'the errors in CODEOWNERS', operation: 'repos/codeowners-errors' },
  { name: 'the search for the check run', operation: 'checks/list-for-ref' },
  { name: 'the check run', operation: 'checks/create' },
];

const LIMITS: readonly FaultKind[] = [
  ...(['secondary-403', 'secondary-403-bare', 'secondary-429', 'secondary-429-bare', 'primary'] as const),
];

let loop: Loop;
let pull: Pull;
beforeAll(async () => {
  loop = await startLoop();
  const ops = await opsRepository(loop.github);
  pull = await proposed(loop.github, ops, {
    [CODEOWNERS]: '/.github/ @acme/sre\n/runbooks/b.md @acme/sre\n',
    'runbooks/b.md': '---\nowner: "@nobody!"\n---\n# B\n',
    'runbooks/latin-1.md': Buffer.from('# caf\xe9\n', 'latin1'),
  });
});
afterAll(() => loop.close());

let forgetful: Loop;
beforeEach(async () => {
  loop.github.world.checkRuns.length = 0;
  // A process that knows nothing yet.
  forgetful = { ...loop, connection: loop.reconnect() };
});
afterEach(() => {
  loop.github.clearFaults();
  expect(loop.github.violations.filter(({ problem }) => !problem.includes('stand-in failed'))).toEqual([]);
});

const runs = () => loop.github.checkRuns('acme/ops', pull.head.sha);

describe.each(OPERATIONS)('$name', ({ operation, after = 0 }) => {
  test.each(faultKinds)(
    '%s: it fails or comes to the right end, and the next try brings that end once',
    async (kind) => {
      loop.github.fault({ operation, kind, after });
      const trying = kind === 'hang' ? { ...loop, connection: loop.reconnect(250) } : forgetful;
      const first = await judgeAndSave(trying, pull).catch((error: unknown) => error);
      if (first instanceof Error) expect([GitHubFailed, Limited]).toContain(first.constructor);
      else expect(first).toMatchObject({ conclusion: 'failure' });
      expect(runs().filter(({ conclusion }) => conclusion !== null && conclusion !== 'failure')).toEqual([]);
      loop.github.clearFaults();
      await judgeAndSave(forgetful, pull);
      expect(runs()).toMatchObject([
        { status: 'completed', conclusion: 'failure', externalId: `pulls:${pull.number}` },
      ]);
    },
  );

  test.each(LIMITS)('%s: it says how long to wait', async (kind) => {
    loop.github.fault({ operation, kind, after, retryAfter: 7 });
    const error = await judgeAndSave(forgetful, pull).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Limited);
    const { retryAfterMs } = error as Limited;
    if (kind.endsWith('bare') || (kind === 'primary' && operation === 'graphql')) {
      expect(retryAfterMs).toBeGreaterThanOrEqual(5_000);
    } else expect(retryAfterMs).toBeLessThanOrEqual(9_000);
    expect(runs()).toEqual([]);
  });
});

test.each(['graphql-timeout', 'graphql-partial', 'graphql-resource-limit'] as const)(
  '%s: the query is asked again in smaller parts',
  async (kind) => {
    loop.github.fault({ operation: 'graphql', kind, times: 2 });
    await judgeAndSave(forgetful, pull);
    expect(runs()).toMatchObject([{ conclusion: 'failure' }]);
  },
);
