// cli: `steward reviewed`.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { visible } from '../core/display.ts';
import { applyEdits } from '../core/edit.ts';
import { parseOwner } from '../core/owner.ts';
import { findProcedure } from '../core/policy/find-procedure.ts';
import type { PolicyInForce } from '../core/policy/policy-of.ts';
import type { Entry } from '../core/policy/verdict.ts';
import { setMetadata } from '../core/procedure/set-metadata.ts';
import { reviewKeys } from '../core/review/review-keys.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { gitUser } from '../disk/git-user.ts';
import { type ChangedFile, writeFiles } from '../disk/write-files.ts';
import { examples, type Look, look, todayOption } from './look.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Options = {
  readonly message: string;
  readonly tested?: boolean;
  readonly by?: string;
  readonly dir: string;
  readonly today?: string;
};
type Edited =
  | { readonly entry: Entry; readonly file: ChangedFile }
  | { readonly entry: Entry; readonly cannot: string };

export function reviewedCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('reviewed')
    .description('confirm that procedures are right: sets their review keys in place')
    .argument('<path...>', 'procedures, by path or id')
    .requiredOption('-m, --message <text>', 'what you checked')
    .option('--tested', 'you did what it says, and did not only read it')
    .option('--by <owner>', 'who reviewed, such as @jane (default: github.user of the git configuration)')
    .option('--dir <dir>', 'the folder', '.')
    .addOption(todayOption())
    .action(async (names: readonly string[], options: Options) => {
      if (options.message.trim() === '') throw new CannotRun('-m is empty: say in a few words what you checked.');
      const looked = await look(options.dir, options, terminal);
      const dir = resolve(terminal.cwd, options.dir);
      const by = await reviewer(options, dir, looked.policy);
      const entries = new Set(names.map((name) => entryOf(name, looked)));
      const edited = [...entries].map((entry) => edit(entry, by, looked.policy));
      await writeFiles(dir, edited.flatMap(changedFile));
      if (!by)
        terminal.err(
          'note: last_reviewed_by is left out; give --by @you, or set github.user in the git configuration.\n',
        );
      terminal.out(tell(edited, options, looked.policy.today, terminal.paint));
      end(edited.some((one) => 'cannot' in one) ? 2 : 0);
    });
  return examples(command, [
    'steward reviewed runbooks/database/restore-from-backup.md -m "restored staging from it" --tested',
    'steward reviewed sop/offboard-an-operator.md sop/hand-over-on-call.md -m "read through" --by @jane',
  ]);
}

async function reviewer({ by }: Options, dir: string, { settings }: PolicyInForce): Promise<string | null> {
  const known = { map: settings.owners.map, organisation: null };
  if (by !== undefined) {
    const parsed = parseOwner(by, known);
    if ('owner' in parsed) return parsed.owner.handle;
    throw new CannotRun(`--by: ${visible(parsed.problem)} Give a GitHub user or team, such as @jane.`);
  }
  const user = await gitUser(dir);
  for (const written of [user.github ? `@${user.github.replace(/^@/, '')}` : null, user.email]) {
    const parsed = written ? parseOwner(written, known) : null;
    if (parsed && 'owner' in parsed) return parsed.owner.handle;
  }
  return null;
}

function entryOf(name: string, { survey }: Look): Entry {
  const found = findProcedure(survey.entries, name);
  const [entry] = 'entries' in found ? found.entries : [];
  const exact = 'by' in found && (found.by === 'path' || found.by === 'id' || found.by === 'alias');
  if (entry && exact) return entry;
  const near = 'near' in found ? found.near : found.entries.map(({ procedure }) => procedure.path);
  throw new CannotRun(
    `"${visible(name)}" is no procedure here, so nothing was written.${near.length > 0 ? ` Did you mean ${near.map(visible).join(' or ')}?` : ''}`,
  );
}

function edit(entry: Entry, by: string | null, { settings, today }: PolicyInForce): Edited {
  const { procedure } = entry;
  const { values } = reviewKeys(procedure, settings.review, today, by);
  const change = setMetadata(procedure.path, procedure.text, procedure.frontMatter, values, settings.metadata.aliases);
  if ('cannot' in change) return { entry, cannot: change.cannot };
  return { entry, file: { path: procedure.path, text: applyEdits(procedure.text, change.edits) } };
}

function tell(edited: readonly Edited[], options: Options, today: string, paint: Terminal['paint']): string {
  const lines = edited.map((one) => {
    const path = visible(one.entry.procedure.path);
    if ('cannot' in one) return `${paint.yellow('left alone')}  ${path}: ${visible(one.cannot)}`;
    if (changedFile(one).length === 0) return `${paint.dim('unchanged')}   ${path}: already reviewed on ${today}`;
    return `${paint.green('reviewed')}    ${path}: ${one.entry.review.last ?? 'undated'} → ${today}`;
  });
  const written = edited.flatMap(changedFile).map((file) => quoted(file.path.replace(/^:/, './:'))); // A colon begins git's own words.
  const subject = `Review: ${options.message.trim()} (${options.tested ? 'tested' : 'read'})`;
  const commit =
    written.length > 0
      ? ['', 'Commit it with what you checked:', `  git commit -m ${quoted(subject)} -- ${written.join(' ')}`]
      : [];
  return `${[...lines, ...commit].join('\n')}\n`;
}

function changedFile(edited: Edited): readonly ChangedFile[] {
  return 'file' in edited && edited.file.text !== edited.entry.procedure.text ? [edited.file] : [];
}

/** A word for a shell: as it is, in quotes, or, with what cannot be shown, in the `$'…'` of bash and zsh. */
function quoted(text: string): string {
  if (/^[\w./@-]+$/.test(text)) return text;
  if (visible(text) === text) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ansiEscape);
  return `$'${escaped}'`;
}

function ansiEscape(char: string): string {
  return `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
