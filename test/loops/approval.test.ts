// The check "Procedure approval" over the whole loop: events, readings, the check run, requests for review.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { saveAttestations } from '../../src/store/attestations.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { read } from '../core/procedure/read.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import {
  APPROVAL,
  approvalOf,
  approvalRuns,
  approve,
  approving,
  edited,
  propose,
  startApproving,
} from './approving.ts';
import { runOf } from './many.ts';
import { CONFIG, procedure, repairPermissions, type World } from './world.ts';

const NAMED: Readonly<Record<string, string>> = {
  'POST /graphql': 'graphql',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': 'read check run',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': 'update check run',
  'POST /repos/{owner}/{repo}/check-runs': 'create check run',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': 'rights of a person',
  'GET /repos/{owner}/{repo}/collaborators': 'administrators',
  'GET /repos/{owner}/{repo}/compare/{basehead}': 'compare',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': 'files',
  'GET /repos/{owner}/{repo}/codeowners/errors': 'codeowners errors',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': 'find check run',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': 'request review',
};

let world: World;
let ops: Repository;
let count = 0;
beforeAll(async () => {
  world = await startApproving();
});
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});
beforeEach(async () => {
  ops = await approving(world, `ops-${count++}`);
});

const says = (pull: Pull) => approvalOf(world, pull);
const summary = (pull: Pull) => approvalRuns(world, pull.repository, pull.head.sha).at(-1)?.summary ?? '';
const WAITING = (who: string) => ['in_progress', null, `Waiting for ${who} (0 of 1)`];
const APPROVED = (who: string) => ['completed', 'success', `Approved by ${who}`];
/** Names of the requests that `act` causes, tokens left out: they live an hour. */
const requestsOf = async (act: () => Promise<unknown>) => {
  const mark = world.requests.length;
  await act();
  const routes = world.requests.slice(mark).map((line) => line.split(' → ')[0] ?? '');
  return routes.filter((route) => !route.includes('access_tokens')).map((route) => NAMED[route] ?? route);
};
const risky = procedure('A').replace('risk: low', 'risk: high');

describe('what is heard of people', () => {
  test('who leaves a team takes the approval along; who joins makes it possible', async () => {
    const { github } = world;
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    github.leaveTeam('acme', 'sre', 'grace', 'root');
    await world.settled();
    expect(says(pull)).toEqual(['completed', 'failure', 'Nobody can approve for @acme/sre']);
    github.joinTeam('acme', 'sre', 'grace', 'root');
    await world.settled();
    expect(says(pull)).toEqual(APPROVED('@grace'));
  });

  test('what nobody waits for costs nothing', async () => {
    await propose(world, ops);
    world.github.setTeam({ organisation: 'acme', slug: 'other', members: [] });
    expect(
      await requestsOf(async () => {
        world.github.joinTeam('acme', 'other', 'hal', 'root');
        await world.settled();
      }),
    ).toEqual([]);
  });
});

describe('the verdict', () => {
  test('it waits for who is missing, and passes when they approve', async () => {
    const pull = await propose(world, ops);
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    expect(summary(pull)).toContain('@​grace can');
    await approve(world, pull, 'grace');
    expect(says(pull)).toEqual(APPROVED('@grace'));
  });

  test('where nobody asks for approvals, there is no such check', async () => {
    const free = await approving(world, `free-${count}`, '');
    const pull = await propose(world, free);
    await approve(world, pull, 'grace');
    expect(says(pull)).toBeUndefined();
    expect(runOf(world, pull)?.conclusion).toBe('success');
  });

  test('where the app is switched off, there is none', async () => {
    const off = await approving(world, `off-${count}`, `enabled: false\n${APPROVAL}`);
    expect(says(await propose(world, off))).toBeUndefined();
  });

  test('where nothing is affected, it is skipped', async () => {
    const names = await requestsOf(() => propose(world, ops, { 'src/a.ts': 'x\n' }));
    const [pull] = world.github.world.pulls.slice(-1);
    expect(pull && says(pull)?.[1]).toBe('skipped');
    expect(names).toEqual([
      ...['files', 'graphql', 'find check run', 'create check run'],
      ...['graphql', 'find check run', 'create check run'],
    ]);
  });

  test('a broken configuration that speaks of approval never passes', async () => {
    const broken = await approving(world, `broken-${count}`, 'approval: {rules: [{from: 7}]}\n');
    const pull = await propose(world, broken);
    await approve(world, pull, 'grace');
    expect(says(pull)).toMatchObject(['completed', 'failure', /configuration of the base branch is broken/]);
  });

  test('nobody can approve: it fails at once and says what to do', async () => {
    world.github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'] });
    const pull = await propose(world, ops);
    expect(says(pull)).toEqual(['completed', 'failure', 'Nobody can approve for @acme/sre']);
    expect(summary(pull)).toContain('add somebody to the team');
  });

  test('a dismissal takes an approval back, and an edit changes nothing', async () => {
    const pull = await propose(world, ops);
    const review = await approve(world, pull, 'grace');
    await world.github.editReview(review, 'Fine.');
    await world.settled();
    expect(says(pull)).toEqual(APPROVED('@grace'));
    await world.github.dismissReview(review, 'root');
    await world.settled();
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
  });

  test('a request for changes takes it back, a comment does not', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await world.github.review(pull, 'grace', 'COMMENTED', { body: 'And?' });
    await world.settled();
    expect(says(pull)).toEqual(APPROVED('@grace'));
    await world.github.review(pull, 'grace', 'CHANGES_REQUESTED', { body: 'No.' });
    await world.settled();
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
  });

  test('the approvals of the author, of another team, of a reader and of a stranger do not count', async () => {
    const pull = await propose(world, ops);
    for (const by of ['ada', 'hedy', 'hal', 'eve']) await world.github.review(pull, by, 'APPROVED');
    await world.settled();
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    expect(summary(pull)).toMatch(/ada is the author.*hal has no write access.*eve has no write access/);
  });

  test('a co-author does not count', async () => {
    const { github } = world;
    await github.createBranch(ops, 'work', { by: 'ada' });
    const { id } = github.world.users.get('grace') ?? {};
    const message = `Work\n\nCo-authored-by: Grace <${id}+grace@users.noreply.github.com>`;
    await github.commit(ops, 'work', edited(), { author: 'ada', message });
    const pull = await github.openPull({ repository: ops, head: 'work', title: 'Work', author: 'ada' });
    await world.settled();
    await approve(world, pull, 'grace');
    expect(says(pull)).toEqual(['completed', 'failure', 'Nobody can approve for @acme/sre']);
  });

  test('members of a team below count', async () => {
    const { github } = world;
    github.setTeam({ organisation: 'acme', slug: 'sre', members: ['ada'] });
    github.setTeam({ organisation: 'acme', slug: 'oncall', members: ['hal'], parent: 'sre' });
    const pull = await propose(world, ops);
    await approve(world, pull, 'hal');
    github.removeTeam('acme', 'oncall');
    expect(says(pull)).toEqual(APPROVED('@hal'));
  });

  test('risk asks the board as well, and lowering it in the same change does not help', async () => {
    await world.github.commit(ops, 'main', { 'runbooks/a.md': risky }, { author: 'root' });
    const pull = await propose(world, ops, { 'runbooks/a.md': procedure('A') });
    await approve(world, pull, 'grace');
    expect(says(pull)).toEqual(WAITING('@acme/cab'));
    await approve(world, pull, 'hedy');
    expect(says(pull)).toEqual(APPROVED('@grace, @hedy'));
  });

  test('a change of the configuration needs the fallback, and judges nothing', async () => {
    const pull = await propose(world, ops, { [CONFIG]: 'enforce: off\n' });
    await approve(world, pull, 'grace');
    expect(says(pull)).toEqual(WAITING('@acme/leads'));
    await approve(world, pull, 'linus');
    expect(says(pull)).toEqual(APPROVED('@linus'));
  });

  test('in a draft the verdict is the same, and nobody is asked', async () => {
    const pull = await propose(world, ops, edited(), { draft: true });
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    expect([...pull.requestedReviewers, ...pull.requestedTeams]).toEqual([]);
    await world.github.editPull(pull, { draft: false }, 'ada');
    await world.settled();
    expect([...pull.requestedTeams]).toEqual(['sre']);
  });
});

describe('a folder’s defaults alone', () => {
  const bare = '---\nrisk: low\nlast_reviewed_on: 2026-11-01\n---\n# B\n';

  test('the owners of what they hold for approve, the old ones and the new ones; the fallback is not asked', async () => {
    const files = { 'runbooks/_procedures.yml': 'owner: "@acme/sre"\n', 'runbooks/b.md': bare };
    await world.github.commit(ops, 'main', files, { author: 'root' });
    const pull = await propose(world, ops, { 'runbooks/_procedures.yml': 'owner: "@acme/cab"\n' });
    await approve(world, pull, 'linus');
    await approve(world, pull, 'hedy');
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    await approve(world, pull, 'grace');
    expect(says(pull)).toEqual(APPROVED('@grace, @hedy'));
  });

  test('that hold for nothing need nobody', async () => {
    const pull = await propose(world, ops, { 'sop/_procedures.yml': 'owner: "@ada"\n' });
    expect(says(pull)?.[1]).toBe('skipped');
  });
});

describe('a review that was attested', () => {
  const attested = async (more: string) => {
    const text = procedure('A').replace('2026-11-01', '2026-11-20').replace('\n---\n\n', `\n${more}---\n\n`);
    const { store } = world.service;
    const { id, owner, name } = ops;
    const { id: installation } = world.github.installation('acme');
    await saveRepository(store.db, {
      ...{ id, installation, owner: owner.login, name, isPrivate: true, isArchived: false, hasIssues: true },
      defaultBranch: 'main',
    });
    const record = {
      ...({
        path: 'runbooks/a.md',
        id: 'runbooks/a.md',
        by: '@grace',
        on: '2026-11-20',
        how: 'read',
        note: '',
      } as const),
      ...{ contentHash: read(text).contentHash, nextReviewOn: '2027-05-20' },
    };
    await saveAttestations(store, { repository: id, installation, pull: 1 }, [record]);
    return propose(world, ops, { 'runbooks/a.md': text });
  };

  test('needs nothing more, with the next day that it set', async () => {
    const pull = await attested('last_reviewed_by: "@grace"\nnext_review_on: 2027-05-20\n');
    expect(says(pull)).toEqual(['completed', 'success', 'Nothing has to be approved']);
    expect(summary(pull)).toContain('attested this review');
  });

  test('covers no later day', async () => {
    const pull = await attested('last_reviewed_by: "@grace"\nnext_review_on: 2027-05-21\n');
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
  });
});

describe('an approval of an earlier head', () => {
  test('holds where nothing material changed since, and no longer once something did', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await world.github.push(pull, { 'src/a.ts': 'x\n' });
    await world.settled();
    expect(says(pull)).toEqual(APPROVED('@grace'));
    await world.github.push(pull, edited('Something else.'));
    await world.settled();
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    expect(summary(pull)).toContain('something material changed since');
    await world.github.push(pull, edited());
    await world.settled();
    expect(says(pull)).toEqual(APPROVED('@grace'));
  });

  test('a force-push to something else takes it away', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    await world.github.createBranch(ops, 'evil', { by: 'ada' });
    const sha = await world.github.commit(ops, 'evil', edited('rm -rf /'), { author: 'ada' });
    await world.github.forcePush(ops, 'work', sha, 'ada');
    await world.settled();
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
  });
});

describe('who is asked for a review', () => {
  test('one of those who can, once', async () => {
    const pull = await propose(world, ops);
    expect([...pull.requestedTeams]).toEqual(['sre']);
    pull.requestedTeams.clear();
    await world.github.push(pull, { 'src/a.ts': 'x\n' });
    await world.settled();
    expect([...pull.requestedTeams]).toEqual([]);
    expect(world.github.world.reviewRequests.filter((one) => one.pull === pull)).toHaveLength(1);
  });

  test('not more than are wanted at once, whoever asked them', async () => {
    const { github } = world;
    await github.commit(ops, 'main', { 'runbooks/a.md': risky }, { author: 'root' });
    const pull = await propose(world, ops, { 'runbooks/a.md': `${risky}More.\n` });
    expect([...pull.requestedTeams]).toEqual(['sre']);
    pull.requestedTeams.clear();
    await approve(world, pull, 'grace');
    expect([...pull.requestedTeams]).toEqual(['cab']);
  });

  test('nobody, where none is wanted', async () => {
    const quiet = await approving(
      world,
      `quiet-${count}`,
      `${APPROVAL.replace('board:', 'requestReviewers: 0, board:')}`,
    );
    const pull = await propose(world, quiet);
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
    expect([...pull.requestedTeams]).toEqual([]);
  });

  test('that it cannot be asked spoils nothing', async () => {
    world.github.fault({ operation: 'pulls/request-reviewers', kind: '422' });
    const pull = await propose(world, ops);
    expect(says(pull)).toEqual(WAITING('@acme/sre'));
  });
});

describe('the board', () => {
  const STANDARD = (expires: string, text: string) =>
    `---\ntitle: A\nowner: "@acme/sre"\nrisk: low\nlast_reviewed_on: 2026-11-01\nchange:\n  type: standard\n  preapproval: {by: "@acme/cab", ref: CAB-1, on: 2026-10-01, expires: ${expires}}\n---\n\n# A\n\n${text}\n`;

  test('its approval lifts the finding that a pre-approval is void, and its dismissal brings it back', async () => {
    const { github } = world;
    await github.commit(ops, 'main', { 'runbooks/a.md': STANDARD('2027-10-01', 'Do it.') }, { author: 'root' });
    const pull = await propose(world, ops, { 'runbooks/a.md': STANDARD('2027-10-01', 'Do more.') });
    await approve(world, pull, 'grace');
    expect(says(pull)).toMatchObject(['completed', 'failure', /pre-approval is void until @acme\/cab/]);
    expect(runOf(world, pull)?.conclusion).toBe('failure');
    const review = await approve(world, pull, 'hedy');
    expect(says(pull)).toEqual(APPROVED('@grace, @hedy'));
    expect(runOf(world, pull)?.conclusion).toBe('success');
    await github.dismissReview(review, 'root');
    await world.settled();
    expect(runOf(world, pull)?.conclusion).toBe('failure');
  });

  describe('once it has approved the edit of what it pre-approved', () => {
    const start = async () => {
      await world.github.commit(ops, 'main', { 'runbooks/a.md': STANDARD('2027-10-01', 'Do it.') }, { author: 'root' });
      const pull = await propose(world, ops, { 'runbooks/a.md': STANDARD('2027-10-01', 'Do more.') });
      await approve(world, pull, 'grace');
      expect(summary(pull)).not.toContain('record it');
      await approve(world, pull, 'hedy');
      expect(summary(pull)).toContain(
        'The board has approved this edit of `runbooks/a.md`: record it in its `preapproval` with `on: 2026-11-23, expires: 2027-11-23`',
      );
      return pull;
    };
    const press = async (pull: Pull, by: string) => {
      const run = approvalRuns(world, ops, pull.head.sha).at(-1);
      expect(run?.actions.map(({ label }) => label)).toEqual(['Refresh pre-approval']);
      if (run) world.github.press(run, 'refresh-preapproval', by);
      await world.settled();
    };

    test('the button commits the new days, and the board need not approve them again', async () => {
      world.github.setInstallation('acme', { permissions: repairPermissions }, 'root');
      await world.service.store.db.updateTable('installations').set({ permissions: 'null' }).execute();
      const pull = await start();
      const old = pull.head.sha;
      await press(pull, 'hal');
      expect(pull.head.sha).toBe(old);
      await press(pull, 'ada');
      expect(pull.head.sha).not.toBe(old);
      const text = (await world.github.file(`acme/${ops.name}`, 'work', 'runbooks/a.md'))?.text;
      expect(text).toBe(STANDARD('2027-11-23', 'Do more.').replace('2026-10-01', '2026-11-23'));
      expect(says(pull)).toEqual(APPROVED('@grace, @hedy'));
      expect(summary(pull)).not.toContain('record it');
      expect(runOf(world, pull)?.conclusion).toBe('success');
    });

    test('a press after the approval was taken back commits nothing', async () => {
      const pull = await start();
      const [review] = world.github
        .reviews(`acme/${ops.name}`, pull.number)
        .filter(({ author }) => author.login === 'hedy');
      const run = approvalRuns(world, ops, pull.head.sha).at(-1);
      if (review) await world.github.dismissReview(review, 'root');
      if (run) world.github.press(run, 'refresh-preapproval', 'ada');
      await world.settled();
      expect(world.github.reviews(`acme/${ops.name}`, pull.number)).toHaveLength(2);
      expect(approvalRuns(world, ops, pull.head.sha).at(-1)?.actions).toEqual([]);
    });
  });
});

describe('requests', () => {
  test('a review costs three where the change is known, and four where somebody of no such team approved', async () => {
    const pull = await propose(world, ops);
    expect(await requestsOf(() => approve(world, pull, 'grace'))).toEqual([
      'graphql',
      'read check run',
      'update check run',
    ]);
    const other = await propose(world, ops, edited('Else.'), { branch: 'else' });
    expect(await requestsOf(() => approve(world, other, 'hal'))).toEqual([
      ...['graphql', 'rights of a person', 'read check run', 'update check run'],
    ]);
  });

  test('a pull request costs eight when warm: four for the ownership, three for the approval, one to ask', async () => {
    await propose(world, ops, edited(), { branch: 'first' });
    expect(await requestsOf(() => propose(world, ops, edited('Else.')))).toEqual([
      ...['files', 'graphql', 'find check run', 'create check run'],
      ...['graphql', 'find check run', 'create check run', 'request review'],
    ]);
  });

  test('an approval of an earlier head costs two more, once', async () => {
    const pull = await propose(world, ops);
    await approve(world, pull, 'grace');
    const names = await requestsOf(async () => {
      await world.github.push(pull, { 'src/a.ts': 'x\n' });
      await world.settled();
    });
    expect(names.slice(-5)).toEqual(['graphql', 'compare', 'graphql', 'find check run', 'create check run']);
    expect(says(pull)).toEqual(APPROVED('@grace'));
    expect(await requestsOf(() => approve(world, pull, 'hal'))).toEqual([
      ...['graphql', 'rights of a person', 'read check run', 'create check run'],
    ]);
  });
});

test('a dry run asks for no review and writes no check', async () => {
  const dry = await startApproving({ isDryRun: true });
  const home = await approving(dry, 'ops');
  const pull = await propose(dry, home);
  await approve(dry, pull, 'grace');
  expect(dry.github.world.checkRuns).toEqual([]);
  expect([...pull.requestedTeams]).toEqual([]);
  expect(
    dry.github.requests.filter(({ method, path }) => method !== 'GET' && !/graphql|access_tokens/.test(path)),
  ).toEqual([]);
  await dry.close();
});
