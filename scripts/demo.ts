// scripts: `npm run demo` shows the pull-request check on a stand-in for GitHub, with no account and no network.
import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { todayIn } from '../src/core/calendar-date.ts';
import { visible } from '../src/core/display.ts';
import { plural } from '../src/core/plural.ts';
import { CannotRun } from '../src/disk/cannot-run.ts';
import { env } from '../src/env.ts';
import type { Repository } from '../test/stand-in/world.ts';
import { createExample, EXAMPLE_DAY, EXAMPLE_PEOPLE, tellExample } from './demo-example.ts';
import { createOwnRepository, peopleOf, proposeOwn, readOwnFolder } from './demo-folder.ts';
import type { Page } from './demo-markdown.ts';
import { checkRunText, figures, pullHeading, shortCheckRunText } from './demo-print.ts';
import { difference, type Scene } from './demo-scene.ts';
import { type Checked, type DemoWorld, startDemoWorld } from './demo-world.ts';

const USAGE = `Usage: npm run demo [-- [folder] [--once]]

Shows the pull-request check on examples/acme-ops, or on the procedures of your own folder, which is only read.
--once: end when everything has been shown (so it is without a terminal).
`;

const STARTED = 'A stand-in for GitHub and the service run in this process: no account, no network.';

const { stdin, stdout, stderr } = process;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const abandoned = new AbortController();

// A reader that has seen enough (`npm run demo | head`) closes the pipe; that is no fault.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const page: Page = {
  paint: pc.createColors(env.colour ?? stdout.isTTY === true),
  columns: Math.max(40, Math.min(stdout.columns || 120, 120)),
};
const say = (text: string) => void stdout.write(`${text}\n`);

type Story = {
  readonly world: DemoWorld;
  /** Takes back what `abandonOnSignal` did. */
  readonly keep: () => void;
  readonly repository: Repository;
  readonly scenes: AsyncIterable<Scene>;
};

async function exampleStory(): Promise<Story> {
  const world = await startDemoWorld(EXAMPLE_PEOPLE, () => EXAMPLE_DAY);
  const keep = abandonOnSignal(world);
  const repository = await createExample(world);
  say(STARTED);
  say(`acme/ops is examples/acme-ops, as of ${EXAMPLE_DAY}. Each team can act but @acme/payments, in which nobody is.`);
  return { world, keep, repository, scenes: tellExample(world, repository) };
}

async function folderStory(dir: string): Promise<Story> {
  const folder = await readOwnFolder(dir, (timeZone) => todayIn(timeZone ?? 'UTC', Date.now()));
  const world = await startDemoWorld(peopleOf(folder));
  const keep = abandonOnSignal(world);
  const repository = await createOwnRepository(world, folder);
  const { organisation, name, teams, users, notes } = folder;
  const made = `${plural(teams.length, 'team')}, ${plural(users.length, 'user')}`;
  say(STARTED);
  say(`${organisation}/${name} is a copy of ${visible(dir)}, where nothing is written.`);
  say(`The owners that it names were made, and can act: ${made}.`);
  for (const note of notes) say(note);
  return { world, keep, repository, scenes: proposeOwn(world, repository, folder) };
}

/** From here on Ctrl-C ends the process at once and leaves no file behind. */
function abandonOnSignal(world: DemoWorld): () => void {
  const abandon = () => {
    abandoned.abort();
    void world.abandon().finally(() => process.exit(130));
  };
  for (const signal of SIGNALS) process.once(signal, abandon);
  return () => {
    for (const signal of SIGNALS) process.off(signal, abandon);
  };
}

/** Shows all scenes, and gives what came of each pull request when it was opened. */
async function tell({ scenes }: Story): Promise<readonly Checked[]> {
  const opened: Checked[] = [];
  for await (const scene of scenes) {
    if (!scene.isSequel) opened.push(scene.checked);
    say(scene.isSequel ? '' : `\n${pullHeading(scene.checked, page)}`);
    say(`${scene.says}\n`);
    say((scene.isSequel ? shortCheckRunText : checkRunText)(scene.checked.run, page).trimEnd());
    complain(difference(scene));
  }
  return opened;
}

/** Keeps everything running until Ctrl-C. */
async function stay({ world, keep, repository }: Story, opened: readonly Checked[]): Promise<void> {
  const pull = opened[0]?.pull;
  const curl = `curl -H 'Authorization: token ${world.github.tokenOf(pull?.author.login ?? '')}'`;
  const address = `${world.github.url}/repos/${repository.owner.login}/${repository.name}`;
  // Listening before the old listener goes, and before anybody is told: a Ctrl-C in between would end the process the hard way.
  // They stay: npm passes a terminal's Ctrl-C on to a process that has heard of it already.
  const stopped = new Promise((resolve) => SIGNALS.map((signal) => process.on(signal, resolve)));
  keep();
  say('\nStill running, for a look around. Ctrl-C stops it.\n');
  say(`  ${curl} ${address}/pulls`);
  say(`  ${curl} ${address}/commits/${pull?.head.sha.slice(0, 10)}/check-runs`);
  await stopped;
  say('\nStopped.');
}

/** The demo checks itself. */
function complain(problem: string | null): void {
  if (problem === null) return;
  stderr.write(`${visible(problem)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const options = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [dir, ...more] = positionals;
  if (more.length > 0) throw new CannotRun('Give one folder, or none.');
  if (values.help) return say(USAGE.trimEnd());
  const story = dir === undefined ? await exampleStory() : await folderStory(dir);
  const opened = await tell(story);
  say(`\n${figures(opened)}`);
  if (!values.once && stdin.isTTY && stdout.isTTY) await stay(story, opened);
  await story.world.close();
  for (const { method, path, problem } of story.world.github.violations) {
    complain(`GitHub would not have understood ${method} ${path}: ${problem}`);
  }
}

function isUsageError(error: unknown): error is Error {
  return (
    error instanceof CannotRun ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}

try {
  await main();
} catch (error) {
  // A terminal's Ctrl-C ends git as well, which is no fault of anybody's.
  if (!abandoned.signal.aborted) {
    if (!isUsageError(error)) throw error;
    stderr.write(`${visible(error.message)}\n`);
    process.exitCode = 2;
  }
}
