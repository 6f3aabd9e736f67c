// cli: `steward init`.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { visible } from '../core/display.ts';
import { applyEdits } from '../core/edit.ts';
import { footer } from '../core/feedback/footer.ts';
import { FORM_PATH, feedbackForm } from '../core/feedback/form.ts';
import { plural } from '../core/plural.ts';
import { FIRST_CONFIG } from '../core/policy/first-config.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { createFile } from '../disk/create-file.ts';
import { type ChangedFile, writeFiles } from '../disk/write-files.ts';
import { type FeedbackSite, feedbackSite, hasFeedbackForm } from './feedback-site.ts';
import { examples, type Look, look } from './look.ts';
import type { ExitCode, Terminal } from './terminal.ts';

type Options = { readonly form?: boolean; readonly footer?: boolean };

const CONFIG_PATH = '.github/runbook-steward.yml';

export function initCommand(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const command = new Command('init')
    .description('begin: write the configuration, the feedback form, or the feedback line of each procedure')
    .argument('[dir]', 'the folder', '.')
    .option('--form', `write ${FORM_PATH}`)
    .option('--footer', 'give each procedure a last line with the feedback link')
    .action(async (dir: string, options: Options) => {
      const looked = await look(dir, {}, terminal);
      const folder = resolve(terminal.cwd, dir);
      if (!options.form && !options.footer) terminal.out(begin(folder, looked));
      if (options.form) terminal.out(writeForm(folder, looked));
      if (options.footer && !options.form && !hasFeedbackForm(looked))
        throw new CannotRun('The feedback line leads to the form, and there is none here: add --form.');
      if (options.footer) end(await writeFooters(dir, looked, terminal));
    });
  return examples(command, ['steward init', 'steward init --form']);
}

function begin(folder: string, { survey }: Look): string {
  if (!createFile(folder, CONFIG_PATH, FIRST_CONFIG)) return `kept     ${CONFIG_PATH}: it is there already\n`;
  const found = plural(survey.entries.length, 'procedure');
  return `written  ${CONFIG_PATH}\n\n${found} found (steward list). Once it is merged, a pull request fails for new failures.\nNext: steward check, then steward init --form for feedback.\n`;
}

function writeForm(folder: string, { policy }: Look): string {
  const { feedback } = policy.settings.labels;
  if (!createFile(folder, FORM_PATH, feedbackForm(feedback))) return `kept     ${FORM_PATH}: it is there already\n`;
  return `written  ${FORM_PATH}\n\nThe app makes the label ${visible(feedback)} on first use; without the app, make it by hand.\n`;
}

async function writeFooters(dir: string, looked: Look, terminal: Terminal): Promise<ExitCode> {
  const site = await feedbackSite(dir, true, terminal);
  if (site === null)
    throw new CannotRun(
      'The feedback line needs the name of the repository on GitHub, and this folder has no remote `origin` there: run in a clone.',
    );
  const planned = plan(looked, site);
  const lines: string[] = [];
  for (const one of planned) {
    const refusal = 'cannot' in one ? one.cannot : one.file && (await write(resolve(terminal.cwd, dir), one.file));
    if (refusal) lines.push(`left alone  ${visible(one.path)}: ${visible(refusal)}`);
    else if ('file' in one && one.file) lines.push(`written     ${visible(one.path)}`);
  }
  const leftAlone = lines.filter((line) => line.startsWith('left')).length;
  const counts = `${plural(lines.length - leftAlone, 'feedback line')} written, ${planned.length - lines.length} there already, ${leftAlone} left alone`;
  terminal.out(`${[...lines, counts].join('\n')}\n`);
  return leftAlone > 0 ? 2 : 0;
}

type Planned = { readonly path: string } & ({ readonly file: ChangedFile | null } | { readonly cannot: string });

function plan({ survey }: Look, site: FeedbackSite): readonly Planned[] {
  return survey.entries.map(({ procedure }) => {
    const { path, text } = procedure;
    const line = footer(procedure, site({ path, title: procedure.title }));
    if ('cannot' in line) return { path, cannot: line.cannot };
    return { path, file: line.edit && { path, text: applyEdits(text, [line.edit]) } };
  });
}

/** Null, or why the file was not written. */
async function write(dir: string, file: ChangedFile): Promise<string | null> {
  try {
    await writeFiles(dir, [file]);
    return null;
  } catch (error) {
    if (error instanceof CannotRun) return error.message;
    throw error;
  }
}
