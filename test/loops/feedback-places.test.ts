// Feedback that is filed in one repository and is about a procedure of another; and what of it may be read where (P7).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Repository } from '../stand-in/world.ts';
import {
  type Days,
  feedbackRepository,
  file,
  formOf,
  GROW,
  inDays,
  issueNow,
  procedureOf,
  saidOn,
  startFeedback,
} from './feedbacks.ts';
import { CODEOWNERS, CONFIG, type World } from './world.ts';

const days: Days = { today: inDays(0) };
let world: World;
let ops: Repository;
let central: Repository;
beforeAll(async () => {
  world = await startFeedback(days);
  ops = await feedbackRepository(world);
  central = await emptyRepository('central', 'private');
}, 120_000);
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** A place for feedback without a procedure of its own. */
async function emptyRepository(name: string, visibility: 'private' | 'public', config = 'enforce: new\n') {
  const repository = await world.github.createRepository({ owner: 'acme', name, visibility });
  await world.github.commit(repository, 'main', { [CONFIG]: config, 'README.md': '# Feedback\n' }, { author: 'linus' });
  await world.settled();
  return repository;
}
const change = async (
  home: Repository,
  number: number,
  by: string,
  what: Parameters<typeof world.github.changeIssue>[3],
) => {
  await world.github.changeIssue(home, number, by, what);
  await world.settled();
};
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100)); // GitHub dates in seconds.

describe('feedback in a central repository', () => {
  test('gets a linked issue where the procedure is, and both open and close together', async () => {
    const number = await file(world, central, {
      procedure: `acme/ops/${GROW}`,
      severity: 'wrong',
      what: 'Step 2 fails.',
    });
    const [linked] = await world.github.issues('acme/ops');
    expect(linked).toMatchObject({
      title: `Feedback on ${GROW}`,
      author: 'runbook-steward[bot]',
      labels: ['procedure/feedback', 'feedback/wrong', 'owner/storage'],
    });
    expect(linked?.body).toContain('> `Step 2 fails.`');
    expect((await issueNow(world, central, number))?.labels).toEqual([
      ...['procedure/feedback', 'feedback/wrong', 'owner/storage'],
    ]);
    expect((await saidOn(world, central, number))[0]).toContain('both issues close together.');
    expect(await saidOn(world, ops, linked?.number ?? 0)).toEqual([]);
    // What is said on the linked issue is an answer.
    await world.github.comment(ops, linked?.number ?? 0, 'ada', 'I look at it.');
    await world.settled();
    const row = await world.service.store.db.selectFrom('feedback').select('answered_at').executeTakeFirstOrThrow();
    expect(row.answered_at).toEqual(expect.any(Date));
    const both = async () => [
      (await issueNow(world, central, number))?.state,
      (await issueNow(world, ops, linked?.number ?? 0))?.state,
    ];
    await change(ops, linked?.number ?? 0, 'ada', { state: 'closed' });
    expect(await both()).toEqual(['closed', 'closed']);
    await aSecond();
    await change(central, number, 'linus', { state: 'open' });
    expect(await both()).toEqual(['open', 'open']);
    await aSecond();
    await change(central, number, 'linus', { state: 'closed' });
    expect(await both()).toEqual(['closed', 'closed']);
    expect(await world.github.issues('acme/ops')).toHaveLength(1);
  });

  test('is settled by a fix that names the linked issue, and the reporter is told where they filed it', async () => {
    const number = await file(world, central, { procedure: `acme/ops/${GROW}` }, 'maya');
    const linked = (await world.github.issues('acme/ops')).at(-1)?.number ?? 0;
    await world.github.createBranch(ops, 'fix', { by: 'ada' });
    const changes = { [GROW]: procedureOf('Grow a volume', '@acme/storage', 'type: sop\n') };
    await world.github.commit(ops, 'fix', changes, { author: 'ada', message: `Mend it\n\nFixes #${linked}` });
    const pull = await world.github.openPull({ repository: ops, head: 'fix', title: 'Mend it', author: 'ada' });
    const sha = await world.github.mergePull(pull, 'ada');
    await world.settled();
    expect((await saidOn(world, central, number)).at(-1)).toContain(
      `was changed for this in acme/ops#${pull.number}, merged as acme/ops@${sha}.`,
    );
    expect((await issueNow(world, central, number))?.state).toBe('closed');
    expect((await issueNow(world, ops, linked))?.state).toBe('closed');
  });

  test('is of what its reporter may read: another private repository is not there for those who may not', async () => {
    await world.github.setPermission('noor', central, 'read');
    world.github.setMember('acme', 'noor', 'none');
    const before = (await world.github.issues('acme/ops')).length;
    const number = await file(world, central, { procedure: `acme/ops/${GROW}` }, 'noor');
    expect((await saidOn(world, central, number))[0]).toContain('Which procedure is this about?');
    expect((await saidOn(world, central, number))[0]).not.toContain('grow-a-volume');
    expect(await world.github.issues('acme/ops')).toHaveLength(before);
  });
});

describe('in a public repository', () => {
  const canaries: string[] = [];
  const canary = (what: string): string => {
    canaries.push(`zq${canaries.length}${what}`);
    return canaries.at(-1) ?? '';
  };
  const shown: string[] = [];

  beforeAll(async () => {
    const { github } = world;
    const policy = await github.createRepository({ owner: 'acme', name: '.github-private' });
    const [fallback, mapped] = [canary('fallback'), canary('mapped')];
    const open = await github.createRepository({ owner: 'acme', name: 'open', visibility: 'public' });
    for (const slug of [fallback, mapped]) {
      const grants = { 'acme/open': 'write', 'acme/ops': 'write' } as const;
      github.setTeam({ organisation: 'acme', slug, members: ['linus'], grants });
    }
    await github.commit(
      policy,
      'main',
      {
        'runbook-steward.yml': `owners: {fallback: "@acme/${fallback}", map: {edge: "@acme/${mapped}"}}\nlabels: {idea: ${canary('label')}}\n`,
      },
      { author: 'linus' },
    );
    const names = Array.from({ length: 12 }, () => ({
      path: canary('path'),
      title: canary('title'),
      alert: canary('alert'),
      id: canary('id'),
    }));
    await github.commit(
      ops,
      'main',
      Object.fromEntries(
        names.map(({ path, title, alert, id }) => [
          `runbooks/${path}.md`,
          procedureOf(`Restore the ${title}`, '@acme/storage', `id: ${id}\nalerts: [${alert}]\n`),
        ]),
      ),
      { author: 'linus' },
    );
    await github.commit(
      open,
      'main',
      {
        [CODEOWNERS]: '/runbooks/open.md @acme/storage\n',
        'runbooks/open.md': procedureOf('Open it', '@acme/storage'),
        'runbooks/mapped.md': procedureOf('Map it', 'edge'),
      },
      { author: 'linus' },
    );
    github.setTeam({
      organisation: 'acme',
      slug: 'storage',
      members: ['ada', 'grace'],
      grants: { 'acme/open': 'write' },
    });
    await world.settled();
    const own = ['runbooks/open.md', 'runbooks/mapped.md', 'nothing', `acme/ops/${GROW}`];
    const asked = [
      ...own.map((procedure) => ({ what: 'Restore the thing.', procedure })),
      // What differs in one letter, or shares all words but one: all of it would be found if it were looked for.
      ...names.map(({ path, title, alert, id }) => ({
        what: `Restore the ${title}s\n${alert}x\n\`${id}1\``,
        procedure: `runbooks/${path}.mdd`,
      })),
    ];
    for (const filled of asked)
      await github.openIssue(open, 'eve', { title: 'Feedback: ', body: formOf({ ...filled, severity: 'idea' }) });
    await world.settled();
    for (const { number, labels, assignees, author, body } of await github.issues('acme/open')) {
      const said = await saidOn(world, open, number);
      shown.push([...labels, ...assignees, author === 'eve' ? '' : (body ?? ''), ...said].join('\n'));
    }
  }, 120_000);

  test('nothing private is named (P7)', () => {
    expect(canaries).toHaveLength(51);
    expect(shown).toHaveLength(16);
    // The name of a label is the organisation's to choose; it is meant to be read.
    const seen = canaries.filter((word) => !word.endsWith('label') && shown.some((text) => text.includes(word)));
    expect(seen).toEqual([]);
    expect(shown.some((text) => text.includes('acme/ops') || text.includes('grow-a-volume'))).toBe(false);
  });

  test('what is its own is, and who stands in its files', () => {
    expect(shown.filter((text) => text.includes('`@acme/storage` owns it'))).toHaveLength(1);
    expect(shown.filter((text) => text.includes('nobody is known to own it'))).toHaveLength(1);
    expect(shown.filter((text) => text.includes('Which procedure is this about?'))).not.toHaveLength(0);
  });
});
