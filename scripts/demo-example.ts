// scripts: the story that the demo tells on examples/acme-ops, and how each of its check runs has to end.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Changes } from '../test/stand-in/git/write-commit.ts';
import type { Repository } from '../test/stand-in/world.ts';
import type { Scene } from './demo-scene.ts';
import type { Checked, DemoWorld } from './demo-world.ts';

/** The day on which the example is judged, so that it always ends in the same way. */
export const EXAMPLE_DAY = '2026-11-23';
export const EXAMPLE_PEOPLE = { organisations: { acme: ['ada', 'grace'] }, users: ['eve'] };

const TEAMS = ['engineering', 'ops-leads', 'database', 'platform', 'network', 'incident-command', 'sre', 'payments'];
/** Nobody is in it, so it owns nothing that it can act on. */
const EMPTY_TEAM = 'payments';

const CONFIG = '.github/runbook-steward.yml';
const CODEOWNERS = '.github/CODEOWNERS';
const QUEUE = 'runbooks/platform/clear-a-queue-backlog.md';
const INCIDENT = 'playbooks/call-an-incident.md';
const NEW_KEYS = 'runbooks/network/rotate-the-edge-keys.md';
const NEW_DISK = 'runbooks/storage/replace-a-disk.md';

/** acme/ops with its teams. */
export async function createExample({ github }: DemoWorld): Promise<Repository> {
  const repository = await github.createRepository({ owner: 'acme', name: 'ops', files: exampleFiles() });
  for (const slug of TEAMS) {
    const members = slug === EMPTY_TEAM ? [] : ['ada', 'grace'];
    github.setTeam({ organisation: 'acme', slug, members, grants: { 'acme/ops': 'write' } });
  }
  return repository;
}

/** Tells the story, one scene after the other. */
export async function* tellExample(world: DemoWorld, repository: Repository): AsyncGenerator<Scene> {
  const files = exampleFiles();
  const edit = (path: string, from: string | RegExp, to: string): Changes => {
    const before = files[path] ?? '';
    const after = before.replace(from, to);
    if (after === before) throw new Error(`examples/acme-ops/${path} has changed, and the demo no longer fits it.`);
    return { [path]: after };
  };
  const propose = (title: string, changes: Changes) => world.propose({ repository, title, author: 'grace', changes });

  yield scene(
    'A harmless edit of a procedure that is in order.',
    await propose('Page the commander first', edit(INCIDENT, '# Call an incident', '# Call an incident now')),
    { conclusion: 'success', title: '1 procedure in order' },
  );

  const broken = await propose('Add two runbooks', { [NEW_KEYS]: KEYS, [NEW_DISK]: DISK });
  yield scene('Two new procedures. The owner of one is not quoted, and the other has none.', broken, {
    conclusion: 'failure',
    title: '1 of 2 procedures has front matter that cannot be read, and 1 more rule fails',
  });
  yield sequel(
    'ada, who has write access, presses "Fix ownership". The app commits what is certain, and guesses nothing.',
    await world.press(broken, 'ada'),
    { conclusion: 'failure', title: '1 of 2 procedures has no owner' },
  );
  yield sequel(
    'Who owns the other one only a person knows. grace writes it down, and gives the path to them in CODEOWNERS.',
    await world.push(broken.pull, await ownerNamed(world, broken), 'grace'),
    { conclusion: 'success', title: '2 procedures in order' },
  );

  const tidied = await propose('Stop asking all of engineering', edit(CODEOWNERS, /^\*.*\n/m, ''));
  yield scene('A line of CODEOWNERS goes. For one procedure it was the only one.', tidied, {
    conclusion: 'failure',
    title: '1 of 1 procedure is given to nobody by CODEOWNERS',
  });
  yield sequel(
    'Its owner is known, so here the button is enough. ada presses "Fix ownership" again.',
    await world.press(tidied, 'ada'),
    { conclusion: 'success', title: '1 procedure in order' },
  );

  yield scene(
    'A new procedure without an owner, and in the same pull request a configuration that would let it pass.',
    await propose('Add a runbook, relax the checks', {
      [NEW_DISK]: DISK,
      ...edit(CONFIG, 'enforce: new', 'enforce: off'),
    }),
    { conclusion: 'failure', title: '1 of 1 procedure has no owner' },
  );

  const fork = await world.github.fork(repository, 'eve');
  const handOver = edit(QUEUE, 'owner: "@acme/platform"', 'owner: "@acme/payments"');
  yield scene(
    'From a fork: the queue goes to a team in which nobody is left.',
    await world.propose({
      repository,
      from: fork,
      title: 'Hand the queue to payments',
      author: 'eve',
      changes: handOver,
    }),
    { conclusion: 'failure', title: '1 of 1 procedure has an owner that cannot act' },
  );
}

const scene = (says: string, checked: Checked, expects: Scene['expects']): Scene => ({
  ...{ says, checked, expects, isSequel: false },
});
const sequel = (says: string, checked: Checked, expects: Scene['expects']): Scene => ({
  ...{ says, checked, expects, isSequel: true },
});

/** The owner in the file, and the file in CODEOWNERS as the branch has it by now. */
async function ownerNamed({ github }: DemoWorld, { pull }: Checked): Promise<Changes> {
  const codeowners = await github.file('acme/ops', pull.head.ref, CODEOWNERS);
  return {
    [NEW_DISK]: DISK.replace('risk:', 'owner: "@acme/database"\nrisk:'),
    [CODEOWNERS]: `${codeowners?.text ?? ''}/runbooks/storage/ @acme/database\n`,
  };
}

const KEYS = `---
title: Rotate the keys of the edge
owner: @acme/network
risk: medium
last_reviewed_on: 2026-11-20
---

# Rotate the keys of the edge

1. Make the new key, and let both be valid: \`acme-edge keys add\`.
2. When no request has used the old one for an hour, take it away: \`acme-edge keys remove --oldest\`.
`;

const DISK = `---
title: Replace a disk
risk: medium
last_reviewed_on: 2026-11-20
---

# Replace a disk

1. Take the disk out of the pool: \`acme-pool remove --disk <serial>\`.
2. Swap it, and put the new one in: \`acme-pool add --disk <serial>\`.
`;

function exampleFiles(): Readonly<Record<string, string>> {
  const root = join(import.meta.dirname, '..', 'examples', 'acme-ops');
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    paths.map((path) => [relative(root, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]),
  );
}
