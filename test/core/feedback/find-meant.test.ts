// test: by what a procedure is found, what is offered where several fit or none does, and what nobody may see.
import { describe, expect, test } from '@jest/globals';
import { findMeant, findNamed, type Meant } from '../../../src/core/feedback/find-meant.ts';
import { indexProcedures } from '../../../src/core/feedback/index-procedures.ts';
import type { KnownProcedure } from '../../../src/core/feedback/known-procedure.ts';
import { processorMs } from '../../processor-time.ts';
import { HERE, INDEX, PLACE, PROCEDURES, RENAMES } from './catalog.ts';
import { filledForm } from './filled-form.ts';

const known = (path: string, more: Partial<KnownProcedure> = {}): KnownProcedure => ({
  ...{ repository: HERE, path, id: path, title: path, aliases: [], alerts: [] },
  ...more,
});
const paths = (meant: Meant): readonly string[] => {
  if (meant.kind === 'none') return meant.near.map(({ path }) => path);
  return (meant.kind === 'one' ? [meant.hit] : meant.hits).map(({ procedure }) => procedure.path);
};
const inForm = (procedure: string) => ({ title: 'Feedback: ', body: filledForm({ what: 'x', procedure }) });

describe('a procedure is found', () => {
  const find = 'runbooks/database/fail-over-postgres.md';
  test.each([
    ['by a link', `https://github.com/${HERE}/blob/main/${find}`, 'link', false],
    ['by its path', find, 'path', false],
    ['by its path without the ending', find.replace('.md', ''), 'path', false],
    ['by the end of its path', 'database/fail-over-postgres.md', 'path', false],
    ['by its id', 'db-1', 'id', false],
    ['by an alias', 'docs/failover.md', 'alias', false],
    ['by its name of two renames ago', 'runbooks/db/failover.md', 'old name', false],
    ['by an alert', 'postgresprimarydown', 'alert', false],
    ['by its title', 'fail over THE orders  database', 'title', false],
    ['by its file', 'fail-over-postgres.md', 'file name', false],
    ['by its file with another ending', 'fail-over-postgres.mdx', 'file name', true],
    ['by its file in another folder', 'runbooks/pg/fail-over-postgres.md', 'file name', true],
    ['by a slip in an alert', 'PostgresPrimaryDwn', 'alert', true],
    ['by the link of a fork', `https://github.com/jane/ops/blob/x/${find}`, 'link', true],
  ])('%s', (_, written, way, isClose) => {
    expect(findNamed(written, INDEX, PLACE)).toMatchObject({
      kind: 'one',
      hit: { procedure: { path: find }, way: expect.stringMatching(way), isClose },
    });
  });
});

describe('of what is written', () => {
  const INDEX_OF_TWINS = indexProcedures([
    known('a/x-1.md', { title: 'Same title here', alerts: ['SharedAlert'] }),
    known('b/x-1.md', { title: 'Same title here', alerts: ['SharedAlert'] }),
    known('c/y.md', { repository: 'acme/web', title: 'Same title here' }),
  ]);
  test.each([
    ['the form’s field counts before the text', inForm('db-1'), ['runbooks/database/fail-over-postgres.md']],
    [
      'the text counts before a slip in the field',
      { title: 'x', body: filledForm({ what: 'db-2 is meant', procedure: 'sop/offbord-an-operator.md' }) },
      ['runbooks/database/restore-from-backup.md', 'sop/offboard-an-operator.md'],
    ],
    [
      'a slip in the field counts before one in the text',
      { title: 'x', body: filledForm({ what: '`restore-from-bakup.md`', procedure: 'sop/offbord-an-operator.md' }) },
      ['sop/offboard-an-operator.md'],
    ],
  ])('%s', (_, issue, found) => {
    expect(paths(findMeant(issue, INDEX, PLACE))).toEqual(found);
  });

  test.each([
    ['two of the issue’s own repository are offered, and no other', 'Same title here', ['a/x-1.md', 'b/x-1.md']],
    ['one alert of two procedures offers both', 'SharedAlert', ['a/x-1.md', 'b/x-1.md']],
    ['one file name of two procedures offers both', 'x-1.md', ['a/x-1.md', 'b/x-1.md']],
    ['a folder decides', 'b/x-1.md', ['b/x-1.md']],
  ])('%s', (_, written, found) => {
    expect(paths(findMeant(inForm(written), INDEX_OF_TWINS, { repository: HERE, visible: null }))).toEqual(found);
  });
});

test('ten of many are offered, and the others counted', () => {
  const index = indexProcedures(Array.from({ length: 13 }, (_, n) => known(`r/p-${n}.md`, { alerts: ['Everything'] })));
  const meant = findNamed('Everything', index, PLACE);
  expect(meant).toMatchObject({ kind: 'several', more: 3 });
  expect(paths(meant)).toHaveLength(10);
});

describe('where nothing fits', () => {
  test.each([
    [
      'the words of the title',
      { title: 'The vpn gateway is slow', body: 'x' },
      ['runbooks/network/restart-the-vpn-gateway.md'],
    ],
    [
      'the words of the text',
      { title: 'x', body: 'the settlements were never resumed' },
      ['runbooks/payments/pause-settlements.md'],
    ],
    [
      'up to three, the likeliest first',
      { title: 'operator', body: 'an operator and a new laptop: onboard' },
      ['sop/onboard-an-operator.md', 'sop/offboard-an-operator.md'],
    ],
    ['nothing for words of every day', { title: 'please help', body: 'the runbook is wrong' }, []],
    ['nothing that may not be seen', { title: 'the vault is sealed', body: 'open the vault' }, []],
  ])('%s', (_, issue, near) => {
    const meant = findMeant(issue, INDEX, PLACE);
    expect(meant.kind).toBe('none');
    expect(paths(meant)).toEqual(near);
  });

  test('the issue’s own repository comes first', () => {
    const near = paths(findMeant({ title: 'certificate of the shop', body: '' }, INDEX, PLACE));
    expect(near[0]).toBe('runbooks/platform/renew-a-certificate.md');
    expect(near).toHaveLength(3);
  });
});

describe('what may not be seen', () => {
  // One world with secret procedures whose names are nearer than those that may be seen, and one without them.
  const shown = [known('runbooks/rotate-the-keys.md', { title: 'Rotate the keys', alerts: ['KeyExpired'] })];
  const secret = ['runbooks/rotate-the-key.md', 'runbooks/keys-of-the-vault.md'].map((path) =>
    known(path, { repository: 'acme/vault', title: 'Rotate the keyss', alerts: ['KeyExpire', 'VaultSealed'] }),
  );
  const [withSecrets, without] = [indexProcedures([...secret, ...shown]), indexProcedures(shown)];
  test.each([
    'runbooks/rotate-the-key.md',
    'acme/vault/runbooks/rotate-the-key.md',
    'https://github.com/acme/vault/blob/main/runbooks/rotate-the-key.md',
    'Rotate the keyss',
    'KeyExpire',
    'VaultSealed',
    'VaultSeald',
    'keys of the vault',
    'rotate-the-key',
    'the keys',
  ])('changes no answer: %s', (written) => {
    const place = { repository: HERE, visible: new Set([HERE]) };
    for (const issue of [inForm(written), { title: written, body: written }])
      expect(findMeant(issue, withSecrets, place)).toEqual(findMeant(issue, without, place));
  });

  test('is found by who may see it', () => {
    expect(findNamed('VaultSealed', withSecrets, { repository: HERE, visible: null }).kind).toBe('several');
  });
});

test('a rename that goes round, and a path that is in use again, lead nowhere else', () => {
  const index = indexProcedures(
    [known('now.md', { title: 'Now' }), known('used/again.md', { title: 'Again' })],
    [
      { repository: HERE, from: 'round/a-1.md', to: 'round/b-1.md' },
      { repository: HERE, from: 'round/b-1.md', to: 'round/a-1.md' },
      { repository: HERE, from: 'used/again.md', to: 'now.md' },
    ],
  );
  expect(findNamed('round/a-1.md', index, PLACE).kind).toBe('none');
  for (const written of ['used/again.md', 'used/agian.md'])
    expect(paths(findNamed(written, index, PLACE))).toEqual(['used/again.md']);
});

describe('is bounded in time', () => {
  const many = Array.from({ length: 2_000 }, (_, n) =>
    known(`runbooks/restart-service-${n}.md`, { title: `Restart the service ${n}` }),
  );
  const index = indexProcedures([...PROCEDURES, ...many], RENAMES);
  test.each([
    '`',
    '`a\n',
    '[',
    '](a',
    '<!--',
    'https://github.com/a/b/blob/',
    'x/',
    'restart the service ',
    'restart-servce-12x.md ',
    '「',
    '**',
    'procedure: x\n',
    '"x"',
    '```\n',
    '### Procedure\n\n',
    '_',
    '/',
    '# ',
    '* ',
  ])('%j over and over', (part) => {
    const text = part.repeat(65_536 / part.length);
    findNamed('restart-servce-12x', index, PLACE);
    expect(processorMs(() => findMeant({ title: text.slice(0, 1_000), body: text }, index, PLACE))).toBeLessThan(2_000);
    expect(processorMs(() => findMeant(inForm(text), index, PLACE))).toBeLessThan(2_000);
  });
});
