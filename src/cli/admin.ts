// cli: `steward admin`, for who operates the service.
import { Command } from 'commander';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import type { Parked } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { toJsonText } from './json.ts';
import { examples, formatOption } from './look.ts';
import { noCommand } from './no-command.ts';
import { type Shown, withService } from './open-service.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** As many as the queue lists at once. */
const MOST = 1_000;

export function adminCommand(terminal: Terminal): Command {
  const command = new Command('admin').description(
    'look after the service, on its own database: jobs that were given up, and pauses',
  );
  for (const make of [deadLetters, replay, drop, pause, resume]) command.addCommand(make(terminal));
  return examples(command, ['steward admin dead-letters', 'steward admin pause --repo acme/ops']);
}

function deadLetters(terminal: Terminal): Command {
  const command = new Command('dead-letters')
    .description('the jobs that were given up and wait for a person, the oldest first')
    .addOption(formatOption(['text', 'json']))
    .action(({ format }: { readonly format: 'text' | 'json' }) =>
      withService(terminal, async ({ queue }, shown) => {
        const parked = await queue.parked(MOST);
        const more = parked.length < MOST ? 0 : (await queue.depth()).parked - parked.length;
        if (more > 0) terminal.err(`warning: ${more} more are not shown\n`);
        terminal.out(format === 'json' ? toJson(parked, shown) : toText(parked, shown, terminal));
      }),
    );
  return examples(command, [
    'steward admin dead-letters',
    "steward admin dead-letters --format json | jq -r '.deadLetters[].id'",
  ]);
}

function toText(parked: readonly Parked[], shown: Shown, { paint }: Terminal): string {
  if (parked.length === 0) return 'No dead letters.\n';
  const rows = parked.map(({ id, key, tries, since, error }) => [
    ...[id, shown(key), String(tries), `${since.toISOString().slice(0, 16)}Z`],
    shown(error.split('\n', 1)[0] ?? ''),
  ]);
  const said = table(['ID', 'JOB', 'TRIES', 'GIVEN UP', 'ERROR'], rows, paint.bold);
  return noCommand(`${said}\n${plural(parked.length, 'dead letter')}: replay <id> tries again, drop <id> forgets.\n`);
}

function toJson(parked: readonly Parked[], shown: Shown): string {
  const deadLetters = parked.map(({ id, key, installation, tries, since, error }) => ({
    ...{ id, job: shown(key), installation, tries },
    ...{ givenUp: since.toISOString(), error: shown(error) },
  }));
  return toJsonText({ version: 1, deadLetters });
}

function replay(terminal: Terminal): Command {
  const command = new Command('replay')
    .description('put a job that was given up back into the queue, as if it had never been tried')
    .argument('[id]', 'as dead-letters shows it')
    .option('--all', 'all of them')
    .action(async (id: string | undefined, { all }: { readonly all?: boolean }) => {
      if ((id === undefined) !== (all ?? false)) throw new CannotRun('Give the id of one job, or --all.');
      const one = id === undefined ? null : idOf(id);
      await withService(terminal, async (store) => {
        const count = one === null ? await replayAll(store) : Number(await store.queue.replay(one));
        if (one !== null && count === 0) throw noneSuch(one);
        terminal.out(`${plural(count, 'job')} put back into the queue.\n`);
      });
    });
  return examples(command, ['steward admin replay 6f1d3a52-0b6f-4c11-9f5e-2a7d1c9b8e04', 'steward admin replay --all']);
}

async function replayAll({ queue }: Store): Promise<number> {
  let count = 0;
  for (let parked = await queue.parked(MOST); ; parked = await queue.parked(MOST)) {
    for (const { id } of parked) if (await queue.replay(id)) count += 1;
    // What is given up again meanwhile is not tried for ever.
    if (parked.length < MOST) return count;
  }
}

function drop(terminal: Terminal): Command {
  const command = new Command('drop')
    .description('forget a job that was given up; what it was about is not done')
    .argument('<id>', 'as dead-letters shows it')
    .action(async (written: string) => {
      const id = idOf(written);
      await withService(terminal, async ({ queue }) => {
        if (!(await queue.drop(id))) throw noneSuch(id);
        terminal.out('1 job dropped.\n');
      });
    });
  return examples(command, ['steward admin drop 6f1d3a52-0b6f-4c11-9f5e-2a7d1c9b8e04']);
}

function idOf(written: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written)) throw noneSuch(written);
  return written.toLowerCase();
}

function noneSuch(written: string): CannotRun {
  return new CannotRun(`There is no dead letter ${visible(written)}: \`steward admin dead-letters\` lists them.`);
}

type Repo = { readonly repo?: string };

function pause(terminal: Terminal): Command {
  const command = new Command('pause')
    .description('run no more jobs; deliveries are still taken in, and wait')
    .option('--repo <owner/name>', 'only those of one repository')
    .action(async ({ repo }: Repo) => {
      const scope = scopeOf(repo);
      await withService(terminal, async (store) => {
        await warnOfUnknown(store, scope, terminal);
        const { holdBack } = await import('../store/limits.ts');
        await holdBack(store, scope);
        terminal.out(
          repo === undefined
            ? 'Paused: deliveries are taken in and wait, and no job begins until `steward admin resume`.\n'
            : `Paused ${repo}: what it delivers is taken in and waits, until \`steward admin resume --repo ${repo}\`.\n`,
        );
        await tellPauses(store, terminal);
      });
    });
  return examples(command, ['steward admin pause', 'steward admin pause --repo acme/ops']);
}

function resume(terminal: Terminal): Command {
  const command = new Command('resume')
    .description('end a pause')
    .option('--repo <owner/name>', 'that of one repository')
    .action(async ({ repo }: Repo) => {
      const scope = scopeOf(repo);
      await withService(terminal, async (store) => {
        const { letGo } = await import('../store/limits.ts');
        const wasPaused = await letGo(store, scope);
        const what = repo ?? 'The service as a whole';
        terminal.out(wasPaused ? 'Resumed: what waits begins within half a minute.\n' : `${what} was not paused.\n`);
        await tellPauses(store, terminal);
      });
    });
  return examples(command, ['steward admin resume', 'steward admin resume --repo acme/ops']);
}

function scopeOf(repo: string | undefined): string {
  if (repo === undefined) return 'all';
  if (/^[a-z0-9][\w-]{0,38}\/[\w.-]{1,100}$/i.test(repo)) return repo.toLowerCase();
  throw new CannotRun(`--repo ${visible(repo)} is not a repository such as acme/ops.`);
}

async function warnOfUnknown(store: Store, scope: string, terminal: Terminal): Promise<void> {
  const [owner, name] = scope.split('/');
  const { isKnownByName } = await import('../store/repositories.ts');
  if (owner && name && !(await isKnownByName(store, { owner, name })))
    terminal.err(`warning: the service knows no repository ${scope} yet\n`);
}

async function tellPauses(store: Store, terminal: Terminal): Promise<void> {
  const { heldBack } = await import('../store/limits.ts');
  const scopes = await heldBack(store);
  const repositories = [...scopes].filter((scope) => scope !== 'all').sort();
  const said = [...(scopes.has('all') ? ['everything'] : []), ...repositories];
  terminal.out(`Paused now: ${said.length === 0 ? 'nothing' : said.join(', ')}.\n`);
}
