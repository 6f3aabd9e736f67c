// P1: ten ways to touch the policy in a pull request × six settings, each from the strong to the weak and back: the base decides.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../stand-in/world.ts';
import { type Changes, cellOf, type Files, proposeIn, repositoryOf, runOf } from './many.ts';
import { CONFIG, startWorld, type World } from './world.ts';

const BAD = '# B\n';
const ENFORCED = '❌ failure';
const NOT_ENFORCED = '❌ failure, not enforced';
const WARNING = '⚠️ warning';
const RULES = '{owner-declared: off, owner-valid: off}';

/** `weakly`: what the weak one says of the procedure, undefined where it is none; `isOff`: it never fails, whatever else is wrong. */
const SETTINGS: readonly {
  readonly name: string;
  readonly strong: string;
  readonly weak: string;
  readonly weakly: string | undefined;
  readonly isOff?: true;
  /** The procedure stands on the base, as bad as it is. */
  readonly isOld?: true;
}[] = [
  { name: 'enforce: new', strong: 'enforce: new\n', weak: 'enforce: off\n', weakly: NOT_ENFORCED, isOff: true },
  { name: 'touched', strong: 'enforce: touched\n', weak: 'enforce: new\n', weakly: NOT_ENFORCED, isOld: true },
  { name: 'rules', strong: 'enforce: new\n', weak: `enforce: new\nrules: ${RULES}\n`, weakly: WARNING },
  {
    ...{ name: 'overrides', strong: 'enforce: new\n', weakly: WARNING },
    weak: `enforce: new\noverrides: [{files: ["runbooks/**"], rules: ${RULES}, until: 2027-03-31}]\n`,
  },
  {
    ...{ name: 'include', strong: 'procedures: {include: ["runbooks/**"]}\n', weakly: undefined },
    weak: 'procedures: {include: ["elsewhere/**"]}\n',
  },
  { name: 'enabled', strong: 'enabled: true\n', weak: 'enabled: false\n', weakly: undefined, isOff: true },
];

/** What the head makes of the configuration when `text` is what it wants. `breaks`: a configuration that is no good, which is a failure of its own. */
const WAYS: readonly {
  readonly name: string;
  readonly change: (text: string, someCommit: string) => Changes;
  readonly breaks?: true;
  readonly isFork?: true;
  readonly isOrganisations?: true;
}[] = [
  { name: 'edited', change: (text) => ({ [CONFIG]: text }) },
  { name: 'deleted', change: () => ({ [CONFIG]: null }) },
  { name: 'renamed', change: () => ({ [CONFIG]: null, '.github/runbook-steward.old.yml': { renamedFrom: CONFIG } }) },
  {
    name: 'put into a second place',
    change: (text) => ({
      '.github/runbook-steward.yaml': text,
      'runbook-steward.yml': text,
      'docs/runbook-steward.yml': text,
    }),
  },
  { name: 'a link', change: (text) => ({ 'other.yml': text, [CONFIG]: { symlink: '../other.yml' } }), breaks: true },
  { name: 'a submodule', change: (_, submodule) => ({ [CONFIG]: { submodule } }), breaks: true },
  {
    name: 'a twin in another case',
    change: (text) => ({ '.github/Runbook-Steward.yml': text, '.GitHub/runbook-steward.yml': text }),
  },
  { name: 'edited in a fork', change: (text) => ({ [CONFIG]: text }), isFork: true },
  {
    name: "the organisation's, and beside it",
    change: (text) => ({ [CONFIG]: text, 'runbook-steward.yml': text }),
    isOrganisations: true,
  },
  { name: 'too long', change: (text) => ({ [CONFIG]: `${text}#${' '.repeat(65 * 1024)}\n` }), breaks: true },
];

const CASES = WAYS.flatMap((way) => SETTINGS.map((setting) => ({ way, setting })));
const DIRECTIONS = ['strong', 'weak'] as const;
type Case = (typeof CASES)[number];
type Direction = (typeof DIRECTIONS)[number];

const organisations = SETTINGS.flatMap((_, at) => DIRECTIONS.map((direction) => `org-${at}-${direction}`));

let world: World;
const pulls = new Map<string, Pull>();
const keyOf = ({ way, setting }: Case, base: Direction) => `${way.name} ${setting.name} ${base}`;

beforeAll(async () => {
  world = await startWorld({
    github: {
      organisations: Object.fromEntries(['acme', ...organisations].map((name) => [name, ['ada']])),
      users: ['eve'],
    },
  });
  for (const [at, setting] of SETTINGS.entries())
    for (const base of DIRECTIONS) await proposeAll(`${at}-${base}`, setting, base);
}, 300_000); // A hang guard: a busy machine may take ten times as long.
afterAll(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

/** All ten ways of one setting: nine in one repository, and that of the organisation in one of its own. */
async function proposeAll(id: string, setting: Case['setting'], base: Direction): Promise<void> {
  const { github } = world;
  const old: Files = setting.isOld ? { 'runbooks/b.md': BAD } : {};
  const repository = await repositoryOf(world, `ops-${id}`, { [CONFIG]: setting[base], ...old });
  const organisation = `org-${id}`;
  const policies = await github.createRepository({
    ...{ owner: organisation, name: '.github', files: { 'runbook-steward.yml': setting[base] } },
  });
  const governed = await repositoryOf(world, 'ops', { [CONFIG]: null, ...old }, { organisation });
  const other = base === 'strong' ? setting.weak : setting.strong;
  await proposeIn(world, policies, { 'runbook-steward.yml': other });
  for (const [at, way] of WAYS.entries()) {
    const home = way.isOrganisations ? governed : repository;
    const someCommit = home.refs.get('refs/heads/main') ?? '';
    const changes = { ...way.change(other, someCommit), 'runbooks/b.md': `${BAD}\nAnew.\n` };
    const pull = way.isFork ? await fromFork(changes) : await proposeIn(world, home, changes, { branch: `work-${at}` });
    pulls.set(keyOf({ way, setting }, base), pull);
  }
  await world.settled();

  async function fromFork(changes: Changes): Promise<Pull> {
    const from = await github.fork(repository, 'eve');
    await github.commit(from, 'main', changes, { author: 'eve' });
    return github.openPull({ repository, head: 'main', from, title: 'Fork', author: 'eve' });
  }
}

function seen(one: Case, base: Direction) {
  const pull = pulls.get(keyOf(one, base));
  const run = pull && runOf(world, pull);
  const config = /Configuration: (`[^`]*`)/.exec(run?.summary ?? '')?.[1];
  return {
    status: run?.status,
    conclusion: run?.conclusion,
    procedure: cellOf(run, 'runbooks/b.md', 'verdict'),
    config,
  };
}

test('there are 60 cases', () => {
  expect(CASES).toHaveLength(60);
});

describe.each(CASES)('$setting.name, $way.name', (one) => {
  const { setting, way } = one;
  const judge = (base: Direction) =>
    way.isOrganisations
      ? `\`org-${SETTINGS.indexOf(setting)}-${base}/.github/runbook-steward.yml\``
      : `\`${CONFIG} of main\``;

  test('a weaker head does not make the base weaker, nor a stronger one stronger', () => {
    expect(seen(one, 'strong')).toEqual({
      ...{ status: 'completed', conclusion: 'failure', procedure: ENFORCED, config: judge('strong') },
    });
    const weak = seen(one, 'weak');
    expect([weak.status, weak.procedure, weak.config]).toEqual(['completed', setting.weakly, judge('weak')]);
    // A configuration that the change breaks is a failure of the change, where anything is enforced.
    if (way.breaks && !setting.isOff) expect(weak.conclusion).toBe('failure');
    else expect(weak.conclusion).not.toBe('failure');
  });
});
