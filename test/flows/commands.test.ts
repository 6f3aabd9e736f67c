// flows: commands under issues of the app, and what comes of each.
import { afterEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readAttestations } from '../../src/core/review/attestation-record.ts';
import { readAttestationsKept } from '../../src/store/attestations.ts';
import { ACTIVE, rendered } from '../core/policy/report/rendered.ts';
import { IS_FULL } from '../reliability/counts.ts';
import { checkPermissions } from '../stand-in/stand-in.ts';
import type { Pull } from '../stand-in/world.ts';
import { CODEOWNERS, CONFIG, type CommandWorld, FILES, startCommandWorld, TODAY } from './command-world.ts';

let world: CommandWorld;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const A = 'runbooks/a.md';
const B = 'runbooks/b.md';
const RISKY = 'runbooks/risky.md';
const ORPHAN = 'runbooks/orphan.md';
const textOn = async (pull: Pull | undefined, path: string) =>
  (await world.github.file('acme/ops', pull?.head.ref ?? '', path))?.text;
const branches = () => Object.keys(world.github.branches('acme/ops'));
/** What a text of the app's makes GitHub do beyond the references that it means. */
const active = (body: string) => {
  const { prose } = rendered(body.replace(/^<!--.*-->$/m, '').replaceAll(/(?<=in )#\d+/g, 'there'));
  return ACTIVE.filter((one) => one.test(prose));
};
/** The key is added at the end of the block. */
const withReviewer = (text: string, by: string) =>
  text.replace('2025-11-01', TODAY).replace(/\n---\n\n/, `\nlast_reviewed_by: "@${by}"\n---\n\n`);

describe('reviewed', () => {
  test('opens a pull request from a branch of the app, which says what was attested; only the review keys change', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    const comment = await world.say(issue, 'ada', '/reviewed tested — restored @acme/everyone from it, fixes #1');
    expect(await world.answers(issue)).toEqual([]);
    expect(world.reactions(comment)).toEqual(['+1']);
    const [pull, ...others] = world.proposals();
    expect(others).toEqual([]);
    expect(pull?.title).toBe('Record 1 review');
    expect(pull?.head.ref).toBe(`runbook-steward/reviewed-${issue}-${comment}`);
    expect(await textOn(pull, A)).toBe(withReviewer(FILES[A] ?? '', 'ada'));
    expect(await textOn(pull, B)).toBe(FILES[B]);
    const body = pull?.body ?? '';
    const attested = { path: A, by: '@ada', on: TODAY, how: 'tested', nextReviewOn: null };
    expect(readAttestations(body)).toMatchObject([attested]);
    expect(await readAttestationsKept(world.store, world.home.id)).toEqual(readAttestations(body));
    // Squashed, all of it becomes a commit's message, its hidden line as well.
    expect(body.replace(`in #${issue}.`, '')).not.toMatch(/[@#](?!\u200B)/);
    expect(active(body)).toEqual([]);
    expect(world.github.reviews('acme/ops', pull?.number ?? 0)).toEqual([]);
  });

  test('said again for another procedure of the issue, it is added to the pull request that is open', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B, RISKY]);
    await world.say(issue, 'ada', `/reviewed ${A} read`);
    await world.say(issue, 'grace', `/steward reviewed ${B} ${RISKY} tested — both`);
    const [pull, ...others] = world.proposals();
    expect(others).toEqual([]);
    expect(pull?.title).toBe('Record 3 reviews');
    expect(await textOn(pull, A)).toBe(withReviewer(FILES[A] ?? '', 'ada'));
    expect(await textOn(pull, B)).toBe(withReviewer(FILES[B] ?? '', 'grace'));
    expect(readAttestations(pull?.body ?? '').map(({ path, by, how }) => [path, by, how])).toEqual([
      [A, '@ada', 'read'],
      [B, '@grace', 'tested'],
      [RISKY, '@grace', 'tested'],
    ]);
    // Told again, nothing is done again.
    const { sha } = pull?.head ?? {};
    const again = await world.say(issue, 'grace', `/reviewed ${B} tested — both`);
    expect([world.proposals().length, pull?.head.sha]).toEqual([1, sha]);
    expect(world.reactions(again)).toEqual(['+1']);
  });

  test('what people pushed to the branch stays, and a text that has moved on is not attested', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B, RISKY]);
    await world.say(issue, 'ada', `/reviewed ${A} read`);
    const [pull] = world.proposals();
    if (!pull) throw new Error('There is no pull request.');
    await world.github.push(pull, { 'notes.md': 'Mine.\n' }, { author: 'grace' });
    await world.github.commit(world.home, 'main', { [RISKY]: `${FILES[RISKY]}More.\n` }, { author: 'ada' });
    await world.index();
    await world.say(issue, 'ada', `/reviewed ${B} ${RISKY} read`);
    expect(await textOn(pull, 'notes.md')).toBe('Mine.\n');
    expect(await textOn(pull, B)).toContain('@ada');
    expect(await textOn(pull, RISKY)).toBe(FILES[RISKY]);
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining(`pull request ${pull.number}`)]);
  });

  test('without the right to write contents, one comment gives the lines and the editor', async () => {
    world = await startCommandWorld({ permissions: checkPermissions });
    const issue = await world.open([A]);
    const comment = await world.say(issue, 'ada', '/reviewed tested — all of it');
    expect(world.proposals()).toEqual([]);
    expect(branches()).toEqual(['main']);
    const [text, ...others] = await world.answers(issue);
    expect(others).toEqual([]);
    expect(text).toContain(`last_reviewed_on: ${TODAY}`);
    expect(text).toContain('last_reviewed_by: "@ada"');
    expect(text).toContain(`https://github.com/acme/ops/edit/main/${A}#L5`);
    expect(active(text ?? '')).toEqual([]);
    expect(await readAttestationsKept(world.store, world.home.id)).toMatchObject([{ path: A, by: '@ada' }]);
    expect(world.reactions(comment)).toEqual(['+1']);
  });

  test('where a rule keeps the app from making branches, the lines are given', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    world.github.fault({ operation: 'git/create-ref', kind: '422' });
    await world.say(issue, 'ada', '/reviewed tested');
    expect(world.proposals()).toEqual([]);
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining(`last_reviewed_on: ${TODAY}`)]);
  });

  test('a pull request of the app is not added to from its own comments', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    await world.say(issue, 'ada', '/reviewed tested');
    const [pull] = world.proposals();
    await world.say(pull?.number ?? 0, 'grace', '/reviewed read');
    expect(await world.answers(pull?.number ?? 0)).toMatchObject([expect.stringContaining('Say it where it was said')]);
    expect(await readAttestationsKept(world.store, world.home.id)).toMatchObject([{ by: '@ada' }]);
  });

  test('a file that cannot be changed safely is named and left alone', async () => {
    const broken = FILES[B]?.replace('title: B', 'title: B\nowner: "@acme/sre"') ?? '';
    world = await startCommandWorld({ files: { ...FILES, [B]: broken } });
    const issue = await world.open([A, B]);
    await world.say(issue, 'ada', `/reviewed ${A} ${B} read`);
    const [pull] = world.proposals();
    expect(await textOn(pull, B)).toBe(broken);
    expect(readAttestations(pull?.body ?? '').map(({ path }) => path)).toEqual([A]);
    expect(await world.answers(issue)).toHaveLength(1);
  });
});

describe('a pull request of reviews ends', () => {
  const ended = async (end: (pull: Pull) => Promise<unknown>) => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    await world.say(issue, 'ada', '/reviewed tested — all of it');
    const [pull] = world.proposals();
    if (!pull) throw new Error('There is no pull request.');
    await end(pull);
    await world.settle();
    await world.index();
    return pull;
  };
  const entry = () =>
    world.store.db
      .selectFrom('entries')
      .select(['content_hash', 'last_reviewed_on', 'last_reviewed_by'])
      .where('path', '=', A)
      .executeTakeFirstOrThrow();
  const rows = () => world.store.db.selectFrom('attestations').select(['path', 'merged_sha', 'content_hash']).execute();

  test.each(['merge', 'squash', 'rebase'] as const)(
    'by %s: the attestation holds for what is on the default branch',
    async (method) => {
      const pull = await ended((one) => world.github.mergePull(one, 'grace', method));
      const { content_hash, ...keys } = await entry();
      expect(keys).toEqual({ last_reviewed_on: TODAY, last_reviewed_by: '@ada' });
      expect(await rows()).toEqual([{ path: A, merged_sha: pull.mergeCommit, content_hash }]);
      expect(branches()).toEqual(['main']);
      // The database is lost: GitHub has it all.
      await world.store.db.deleteFrom('repositories').execute();
      await world.index();
      expect(await rows()).toEqual([{ path: A, merged_sha: null, content_hash }]);
    },
  );

  test('closed by hand: nothing was attested', async () => {
    const pull = await ended(async (one) => {
      await sql`delete from pgboss.job where name = 'work'`.execute(world.store.db);
      await world.github.closePull(one, 'grace');
    });
    expect(await rows()).toEqual([]);
    expect(branches()).toContain(pull.head.ref);
    expect((await world.waiting()).map(({ kind }) => kind)).toContain('review-issues');
  });

  test('closed, opened again and merged: it was', async () => {
    await ended(async (one) => {
      await world.github.closePull(one, 'grace');
      await world.settle();
      await world.github.reopenPull(one, 'grace');
      await world.github.mergePull(one, 'grace');
    });
    expect(await rows()).toMatchObject([{ path: A }]);
  });

  test('with a body that somebody else edited: what it says now counts for nothing', async () => {
    await ended(async (one) => {
      await world.github.editPull(one, { body: one.body?.replace('\\u0040ada', '\\u0040eve') ?? '' }, 'grace');
      await world.github.mergePull(one, 'grace');
    });
    expect(await readAttestationsKept(world.store, world.home.id)).toMatchObject([{ by: '@ada' }]);
    await world.store.db.deleteFrom('repositories').execute();
    await world.index();
    expect(await rows()).toEqual([]);
  });
});

test('retire proposes that a procedure is deprecated', async () => {
  world = await startCommandWorld();
  const issue = await world.open([A, B]);
  await world.say(issue, 'hedy', `/retire ${A} — replaced @acme/everyone`);
  const [pull] = world.proposals();
  expect(pull?.title).toBe('Deprecate 1 procedure');
  expect(await textOn(pull, A)).toBe(FILES[A]?.replace('\n---\n\n', '\nstatus: deprecated\n---\n\n'));
  expect(active(pull?.body ?? '')).toEqual([]);
});

test('approve-owner writes the front matter and a line of CODEOWNERS', async () => {
  world = await startCommandWorld();
  const issue = await world.open([ORPHAN], { kind: 'orphaned', key: '@acme/gone' });
  const comment = await world.say(issue, 'linus', '/approve-owner @acme/leads');
  expect(await world.answers(issue)).toEqual([]);
  expect(world.reactions(comment)).toEqual(['+1']);
  const [pull] = world.proposals();
  expect(pull?.title).toBe('Give 1 procedure another owner');
  expect(await textOn(pull, ORPHAN)).toBe(FILES[ORPHAN]?.replace('@acme/gone', '@acme/leads'));
  expect(await textOn(pull, CODEOWNERS)).toBe(`${FILES[CODEOWNERS]}/${ORPHAN} @acme/leads\n`);
});

describe('answers that change no file', () => {
  test('snooze, twice and not again', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B]);
    await world.say(issue, 'ada', '/snooze 14d because we move');
    expect(await world.record(issue)).toMatchObject({ snoozedUntil: '2026-12-07', snoozes: 1 });
    await world.say(issue, 'grace', '/snooze 3 weeks because we still move');
    expect(await world.record(issue)).toMatchObject({ snoozedUntil: '2026-12-14', snoozes: 2 });
    await world.say(issue, 'ada', '/snooze 1d because');
    await world.say(issue, 'ada', '/snooze 1d because we move and move');
    expect(await world.record(issue)).toMatchObject({ snoozedUntil: '2026-12-14', snoozes: 2 });
    expect(await world.answers(issue)).toMatchObject([
      expect.stringContaining('was not understood'),
      expect.stringContaining('snoozed twice'),
    ]);
    expect((await world.waiting()).filter(({ kind }) => kind === 'review-issues')).toHaveLength(1);
  });

  test('a snooze is three months at most', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    await world.say(issue, 'ada', '/snooze 1 year because we move');
    expect(await world.record(issue)).toMatchObject({ snoozedUntil: null, snoozes: 0 });
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining('3 months at most')]);
  });

  test('delegate hands the review to somebody who can act, and they may review', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    await world.say(issue, 'ada', '/delegate @rhea');
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining('could not act')]);
    await world.say(issue, 'ada', '/delegate @walt');
    expect(await world.record(issue)).toMatchObject({ delegatedTo: '@walt', assignees: ['walt'] });
    const [, told] = await world.github.issues('acme/ops');
    expect([...(told?.assignees ?? []), ...((await world.github.issues('acme/ops'))[0]?.assignees ?? [])]).toEqual([
      'walt',
    ]);
    await world.say(issue, 'walt', '/reviewed read');
    expect(world.proposals()).toHaveLength(1);
  });

  test('needs-work says so, and gives the issue to who said it', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A]);
    const comment = await world.say(issue, 'ada', '/needs-work — step 4 is wrong');
    expect(await world.record(issue)).toMatchObject({ told: [`command:${comment}`, 'needs-work'], assignees: ['ada'] });
    expect(world.proposals()).toEqual([]);
  });

  test('not-ours makes an orphan of it, with whom they name', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B]);
    await world.say(issue, 'ada', `/not-ours @acme/nobody ${A}`);
    expect((await world.record(issue))?.disowned).toEqual([]);
    await world.say(issue, 'ada', `/not-ours @acme/leads ${A}`);
    const said = { owner: '@acme/sre', by: '@ada', on: TODAY, team: '@acme/leads' };
    expect((await world.record(issue))?.disowned).toEqual([{ key: A, ...said }]);
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining('could not act')]);
  });
});

describe('boxes', () => {
  const box = (key: string, how: string) =>
    `- [ ] It is right <!-- steward-box: {"do":"reviewed","key":"${key}","how":"${how}"} -->`;
  const body = `Look.\n\n${box(RISKY, 'tested')}\n${box(A, 'read')}\n${box(B, 'read')}\n`;
  const tick = (some: (line: string) => boolean) => (text: string) =>
    text
      .split(/\r?\n/)
      .map((line) => (some(line) ? line.replace('[ ]', '[x]') : line))
      .join('\r\n');

  test('ticked one after the other and together, each is a review by whoever ticks', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B, RISKY], { body });
    await world.edit(
      issue,
      'ada',
      tick((line) => line.includes(RISKY)),
    );
    await world.edit(
      issue,
      'grace',
      tick(() => true),
    );
    const [pull, ...others] = world.proposals();
    expect(others).toEqual([]);
    expect(readAttestations(pull?.body ?? '').map(({ path, by, how }) => [path, by, how])).toEqual([
      [RISKY, '@ada', 'tested'],
      [A, '@grace', 'read'],
      [B, '@grace', 'read'],
    ]);
    expect(await world.answers(issue)).toEqual([]);
    expect((await world.record(issue))?.bodyHash).toMatch(/^ticked /);
  });

  test('ticked by somebody who may not, it does nothing, and one comment says why', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B, RISKY], { body });
    await world.edit(
      issue,
      'walt',
      tick((line) => line.includes(A)),
    );
    expect(world.proposals()).toEqual([]);
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining('only its owner')]);
  });

  test('under other words than those of the app, a box is no signature', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B, RISKY], { body });
    await world.edit(issue, 'walt', (text) => text.replaceAll('It is right', 'I like cats'));
    await world.edit(
      issue,
      'ada',
      tick((line) => line.includes(A)),
    );
    expect(world.proposals()).toEqual([]);
    expect(await world.answers(issue)).toMatchObject([expect.stringContaining('not as the app wrote it')]);
  });
});

test('what is refused gets one comment that says why', async () => {
  world = await startCommandWorld();
  for (const [said, why] of [
    ['/steward reviewd', 'did you mean `reviewed`?'],
    ['/reviewed tested', 'Say which procedure'],
    ['/reviewed runbooks/aa.md tested', 'is no procedure here. Did you mean'],
    [`/reviewed ${ORPHAN} tested`, 'is no procedure here'],
    [`/reviewed ${RISKY}`, 'whether you tested it or read it'],
    ['/delegate @acme/sre', 'was not understood'],
    ['/approve-owner nobody', 'was not understood'],
    ['/approve-owner @acme/gone', 'could not act'],
  ] as const) {
    const issue = await world.open([A, RISKY]);
    const comment = await world.say(issue, said.includes('approve') ? 'root' : 'ada', said);
    const answers = await world.answers(issue);
    expect(answers).toMatchObject([expect.stringContaining(why)]);
    expect(active(answers[0] ?? '')).toEqual([]);
    expect([world.proposals().length, world.reactions(comment)]).toEqual([0, []]);
  }
});

describe('an answer of GitHub that is lost', () => {
  const BEGIN = IS_FULL ? ['git/create-ref', 'git/create-commit', 'git/update-ref', 'pulls/create'] : ['pulls/create'];
  const ADD = IS_FULL ? ['git/update-ref', 'pulls/update', 'reactions/create-for-issue-comment'] : ['git/update-ref'];
  const strike = async (issue: number, operation: string, said: string) => {
    // Once nothing was done, and once all of it.
    world.github.fault({ operation, kind: '500' });
    await expect(world.say(issue, 'ada', said)).rejects.toThrow();
    world.github.fault({ operation, kind: '502-after' });
    await expect(world.again()).rejects.toThrow();
    await world.again();
  };
  const commits = async (pull: Pull | undefined) => {
    const { main } = world.github.branches('acme/ops');
    return Number(await world.home.store.git(['rev-list', '--count', `${main}..${pull?.head.sha}`]));
  };

  test.each(BEGIN)('%s: one branch, one commit, one pull request', async (operation) => {
    world = await startCommandWorld();
    const issue = await world.open([A, B]);
    await strike(issue, operation, `/reviewed ${A} read`);
    expect(branches()).toHaveLength(2);
    const [pull, ...others] = world.proposals();
    expect([others, await commits(pull)]).toEqual([[], 1]);
    expect(await readAttestationsKept(world.store, world.home.id)).toHaveLength(1);
  });

  test.each(ADD)('%s: one commit more, and the text that belongs to it', async (operation) => {
    world = await startCommandWorld();
    const issue = await world.open([A, B]);
    await world.say(issue, 'ada', `/reviewed ${A} read`);
    await strike(issue, operation, `/reviewed ${B} read`);
    const [pull, ...others] = world.proposals();
    expect([others, await commits(pull)]).toEqual([[], 2]);
    expect(readAttestations(pull?.body ?? '')).toHaveLength(2);
    expect(await world.answers(issue)).toEqual([]);
  });

  test('of the lines to paste: one comment', async () => {
    world = await startCommandWorld({ permissions: checkPermissions });
    const issue = await world.open([A, B]);
    await strike(issue, 'issues/create-comment', `/reviewed ${A} read`);
    expect(await world.answers(issue)).toHaveLength(1);
  });

  test('of a snooze: it counts once', async () => {
    world = await startCommandWorld();
    const issue = await world.open([A, B]);
    await strike(issue, 'reactions/create-for-issue-comment', '/snooze 14d because we move');
    expect(await world.record(issue)).toMatchObject({ snoozes: 1 });
  });
});

describe('nothing is written', () => {
  const SAID = `/steward reviewed ${B} tested\n/steward dance\n/steward snooze 1d because`;

  test.each([
    ['where nothing is configured', { [CONFIG]: null }],
    ['where the app is switched off', { [CONFIG]: 'enabled: false\n' }],
  ])('%s', async (_, change) => {
    const files = Object.fromEntries(Object.entries({ ...FILES, ...change }).filter(([, text]) => text !== null));
    world = await startCommandWorld({ files: files as Readonly<Record<string, string>> });
    const issue = await world.github.openIssue(world.home, 'ada', { title: 'Help' });
    const comment = await world.say(issue, 'ada', SAID);
    expect([await world.answers(issue), world.reactions(comment), world.proposals()]).toEqual([[], [], []]);
    expect(branches()).toEqual(['main']);
  });

  test('in a dry run, but to the audit', async () => {
    world = await startCommandWorld({ isDryRun: true });
    const issue = await world.github.openIssue(world.home, 'ada', { title: 'Help' });
    const comment = await world.say(issue, 'ada', SAID);
    expect([await world.answers(issue), world.reactions(comment), world.proposals()]).toEqual([[], [], []]);
    expect(branches()).toEqual(['main']);
    const audit = await world.store.db.selectFrom('audit').select(['kind', 'outcome']).execute();
    expect(audit).toEqual(
      expect.arrayContaining([
        { kind: 'branch', outcome: 'planned' },
        { kind: 'comment', outcome: 'planned' },
      ]),
    );
    expect(audit.filter(({ outcome }) => outcome === 'done')).toEqual([]);
  });
});

test('under an issue of somebody else, the long form works with a path', async () => {
  world = await startCommandWorld();
  const issue = await world.github.openIssue(world.home, 'rhea', { title: 'Help' });
  await world.say(issue, 'ada', `/reviewed ${B} tested`);
  expect(world.proposals()).toEqual([]);
  await world.say(issue, 'ada', `/steward reviewed ${B} tested`);
  expect(world.proposals()).toHaveLength(1);
  await world.say(issue, 'ada', '/steward snooze 14d because we move');
  expect(await world.answers(issue)).toMatchObject([expect.stringContaining('in an issue of this app about reviews')]);
});
