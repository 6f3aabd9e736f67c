// github: a pull request that reaches for what judges it (row P1, and P2's places), on the stand-in.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { check } from '../../src/core/policy/check.ts';
import type { Changes } from '../stand-in/git/write-commit.ts';
import type { Pull, Repository } from '../stand-in/world.ts';
import {
  CODEOWNERS,
  CONFIG,
  clock,
  type Loop,
  opsRepository,
  proposed,
  snapshotAt,
  startLoop,
} from './stand-in-world.ts';

const WEAK = 'enforce: off\nenabled: false\nrules: {owner-declared: off, owner-valid: off}\n';
const BAD = { 'runbooks/bad.md': '---\nowner: "@nobody!"\n---\n# B\n' };

/** Ten ways to touch the policy. */
const WAYS: Readonly<Record<string, Changes>> = {
  'edits it': { [CONFIG]: WEAK },
  'deletes it': { [CONFIG]: null },
  'renames it': { '.github/old.yml': { renamedFrom: CONFIG } },
  'makes it a link': { [CONFIG]: { symlink: 'weak.yml' }, '.github/weak.yml': WEAK },
  'makes it a submodule': { [CONFIG]: { submodule: 'a'.repeat(40) } },
  'makes it binary': { [CONFIG]: Buffer.from('\0\0') },
  'makes it huge': { [CONFIG]: `${WEAK}${'#'.repeat(2_000_000)}` },
  'adds one in other places': {
    'runbook-steward.yml': WEAK,
    '.github/runbook-steward.yaml': WEAK,
    'docs/runbook-steward.yml': WEAK,
  },
  'adds one that differs in case': { '.github/Runbook-Steward.yml': WEAK, '.GitHub/runbook-steward.yml': WEAK },
  'adds defaults of a folder': {
    'runbooks/_procedures.yml': 'owner: "@acme/sre"\nenforce: off\n',
    '_procedures.yml': WEAK,
  },
};

/** Six settings. */
const SETTINGS: Readonly<Record<string, { readonly config: string; readonly organisation?: string }>> = {
  'enforce: new': { config: 'enforce: new\n' },
  'enforce: touched': { config: 'enforce: touched\n' },
  'an empty configuration': { config: '' },
  'an organisation policy beside it': { config: 'enforce: new\n', organisation: 'review: {default: 6 months}\n' },
  'locked keys': { config: 'enforce: new\n', organisation: 'enforce: new\nlocked: [enforce, rules, enabled]\n' },
  'a rule of its own': { config: 'rules: {owner-valid: failure}\n' },
};

let loop: Loop;

const verdictOf = async (pull: Pull) => {
  const judged = check(await snapshotAt(loop, pull), { today: clock });
  if (!('verdict' in judged)) throw new Error('cannot decide');
  return judged.verdict;
};

describe.each(Object.entries(SETTINGS))('with %s', (_, { config, organisation }) => {
  let ops: Repository;
  beforeAll(async () => {
    loop = await startLoop();
    ops = await opsRepository(loop.github, { [CONFIG]: config });
    const files = { 'runbook-steward.yml': organisation ?? '' };
    if (organisation !== undefined)
      await loop.github.createRepository({ owner: 'acme', name: '.github-private', files });
  });
  afterAll(async () => {
    await loop.close();
    expect(loop.github.violations).toEqual([]);
  });

  test.each(Object.entries(WAYS))('a pull request that %s is judged as before', async (way, changes) => {
    const pull = await proposed(loop.github, ops, { ...BAD, ...changes }, way.replaceAll(' ', '-'));
    const verdict = await verdictOf(pull);
    expect(verdict.conclusion).toBe('failure');
    expect(verdict.advisory).toBe(false);
    expect(verdict.findings.filter(({ enforced, path }) => enforced && path === 'runbooks/bad.md')).not.toEqual([]);
  });
});

describe('CODEOWNERS as it will be after the merge', () => {
  beforeEach(async () => {
    loop = await startLoop();
  });
  afterEach(async () => {
    await loop.close();
    expect(loop.github.violations).toEqual([]);
  });

  test.each<readonly [name: string, base: Changes, head: Changes, owners: readonly string[]]>([
    ["is the base's where the head leaves it alone", { [CODEOWNERS]: '* @acme/base\n' }, {}, ['@acme/base']],
    ["is the head's where it changes it", {}, { [CODEOWNERS]: '* @acme/head\n' }, ['@acme/head']],
    [
      'is the next place where the first is removed',
      { CODEOWNERS: '* @acme/root\n' },
      { [CODEOWNERS]: null },
      ['@acme/root'],
    ],
    [
      'is the first place where one is added there',
      { [CODEOWNERS]: null, 'docs/CODEOWNERS': '* @acme/docs\n' } as Changes,
      { CODEOWNERS: '* @acme/root\n' },
      ['@acme/root'],
    ],
    ['gives nothing where it is a link', {}, { [CODEOWNERS]: { symlink: '../o' }, o: '* @acme/x\n' }, []],
    ['gives nothing over 3 MB', {}, { [CODEOWNERS]: `* @acme/x\n${'#'.repeat(3 * 1024 * 1024)}` }, []],
    ['is read whole up to there', {}, { [CODEOWNERS]: `${'#\n'.repeat(400_000)}* @acme/x\n` }, ['@acme/x']],
  ])('%s', async (_, base, head, owners) => {
    const ops = await opsRepository(loop.github);
    await loop.github.commit(ops, 'main', { ...base, a: 'x' }, { author: 'ada' });
    const pull = await proposed(loop.github, ops, { 'runbooks/b.md': '# B\n', ...head });
    const entry = (await verdictOf(pull)).procedures.find(({ procedure }) => procedure.path === 'runbooks/b.md');
    expect(entry?.codeOwners).toEqual(owners);
  });

  test("has GitHub's own word on its lines, old ones known by their text", async () => {
    const ops = await opsRepository(loop.github, { [CODEOWNERS]: '* @acme/sre\n/x @acme/ghost\n' });
    const pull = await proposed(loop.github, ops, {
      [CODEOWNERS]: '# one more\n* @acme/sre\n/x @acme/ghost\n/y @acme/fresh\n',
    });
    const error = (line: number, team: string) => ({
      ...{
        line,
        column: 4,
        kind: 'Unknown owner',
        path: CODEOWNERS,
        source: 'x',
        suggestion: `make sure ${team} exists`,
      },
      message: `Unknown owner on line ${line}: make sure ${team} exists\n\n  /x ${team}\n     ^`,
    });
    loop.github.setCodeownersErrors(ops, pull.head.sha, [error(3, '@acme/ghost'), error(4, '@acme/fresh')]);
    const { head, base } = await snapshotAt(loop, pull);
    expect(head.codeownersErrors?.map(({ line }) => line)).toEqual([3, 4]);
    expect(base?.codeownersErrors?.map(({ line }) => line)).toEqual([3]);
    const told = (await verdictOf(pull)).findings.filter(({ rule }) => rule === 'codeowners-valid');
    expect(told.map(({ line, message, fix }) => [line, message, fix?.text])).toEqual([
      [
        3,
        'GitHub skips this line: Unknown owner on line 3: make sure @acme/ghost exists',
        'make sure @acme/ghost exists',
      ],
      [
        4,
        'GitHub skips this line: Unknown owner on line 4: make sure @acme/fresh exists',
        'make sure @acme/fresh exists',
      ],
    ]);
  });
});
