// cli: `steward who`.
import { Command } from 'commander';
import { coverageOf, decidingRule } from '../core/codeowners/match.ts';
import { visible } from '../core/display.ts';
import { plural } from '../core/plural.ts';
import { findProcedure } from '../core/policy/find-procedure.ts';
import { entryJson } from '../core/policy/report/entry-json.ts';
import type { Entry } from '../core/policy/verdict.ts';
import { CannotRun } from '../disk/cannot-run.ts';
import { feedbackSite, hasFeedbackForm } from './feedback-site.ts';
import { toJsonText } from './json.ts';
import { examples, formatOption, type Look, look, todayOption } from './look.ts';
import { noCommand } from './no-command.ts';
import type { Terminal } from './terminal.ts';

type Options = { readonly today?: string; readonly format: 'text' | 'json' };

export function whoCommand(terminal: Terminal): Command {
  const command = new Command('who')
    .description('who owns a procedure and why: the source, rule and line that decided')
    .argument('<name>', 'a path, an id, an alert, a file name or a title')
    .argument('[dir]', 'the folder', '.')
    .addOption(todayOption())
    .addOption(formatOption(['text', 'json']))
    .action(async (name: string, dir: string, options: Options) => {
      if (name.trim() === '')
        throw new CannotRun('The name is empty: give a path, an id, an alert, a file name or a title.');
      const looked = await look(dir, options, terminal);
      const found = findProcedure(looked.survey.entries, name);
      if ('entries' in found) {
        const site = options.format === 'text' ? await feedbackSite(dir, hasFeedbackForm(looked), terminal) : null;
        const explained = found.entries.map((entry) => ({
          ...explain(entry, looked),
          feedback: site?.(entry.procedure) ?? '',
        }));
        terminal.out(
          options.format === 'json'
            ? toJson(found.by, explained)
            : noCommand(severalText(found, name) + explained.map((one) => toText(one, terminal.paint)).join('\n')),
        );
        return;
      }
      terminal.out(noCommand(notAProcedure(name, found.near, looked, options.format)));
    });
  return examples(command, [
    'steward who runbooks/database/fail-over-postgres.md',
    'steward who PostgresPrimaryDown',
    'steward who "Drain a Kubernetes node" --format json',
  ]);
}

/** Said before several answers, so that nobody takes the first for the only one. */
function severalText(
  { entries, by }: { readonly entries: readonly Entry[]; readonly by: string },
  name: string,
): string {
  return entries.length > 1 ? `${plural(entries.length, 'procedure')} with the ${by} ${visible(name)}:\n\n` : '';
}

type Explained = {
  readonly entry: Entry;
  readonly why: string;
  readonly codeOwnersWhy: string;
  /** `owners.fallback`, where nobody owns it. */
  readonly fallback: string | null;
  /** Where to say what is wrong with it; empty where the clone does not tell. */
  readonly feedback: string;
};

function explain(entry: Entry, { survey, policy }: Look): Omit<Explained, 'feedback'> {
  const file = survey.codeowners?.parsed.path;
  const rule = entry.codeOwnersRule;
  return {
    entry,
    why: ownerWhy(entry, policy.settings.owners.from.join(', then ')),
    fallback: entry.owner ? null : policy.settings.owners.fallback,
    codeOwnersWhy: !file
      ? 'there is no CODEOWNERS file'
      : !rule
        ? `no rule of ${file} matches`
        : `${file} line ${rule.line}: ${rule.pattern}${entry.coverage === 'catch-all' ? ' (a catch-all)' : ''}`,
  };
}

function ownerWhy({ owner, procedure }: Entry, sources: string): string {
  if (!owner) {
    const problem = procedure.problems.find(({ rule }) => rule === 'owner-valid' || rule === 'front-matter-parses');
    return problem ? `${procedure.path} line ${problem.at.line}: ${problem.message}` : `looked in ${sources}`;
  }
  const { layer, path, at, key } = owner.source;
  const place = `${path} line ${at.line}`;
  const named = procedure.metadata.owner?.value[0];
  const mapped = layer !== 'codeowners' && named?.via === 'map' ? `, where \`${named.written}\` is mapped to it` : '';
  if (layer === 'codeowners') return `${place}, the one owner of a specific rule`;
  if (layer === 'catalog-info') return `${place} (\`spec.owner\`)`;
  return `${place} (\`${key}\`)${mapped}`;
}

function toJson(by: string, explained: readonly Explained[]): string {
  const procedures = explained.map(({ entry, why, codeOwnersWhy }) => ({
    ...entryJson(entry),
    why: { owner: why, codeOwners: codeOwnersWhy },
  }));
  return toJsonText({ version: 1, foundBy: by, procedures });
}

function toText({ entry, why, codeOwnersWhy, fallback, feedback }: Explained, paint: Terminal['paint']): string {
  const { procedure, owner, codeOwners, review, risk } = entry;
  const contacts =
    procedure.metadata.contacts?.value.map(({ name, value }) => (name ? `${name}: ${value}` : value)) ?? [];
  const reviewText = review.next ? `${review.state}, due ${review.next}` : review.state;
  const rows: readonly (readonly [string, string, string])[] = [
    ['owner', owner ? owner.handle : 'nobody', why],
    ['fallback', fallback ?? '', 'owners.fallback of the configuration: ask there'],
    ['code owners', codeOwners.join(' ') || 'nobody', codeOwnersWhy],
    ['contacts', contacts.join(', '), ''],
    ['review', reviewText, review.last ? `last on ${review.last}${review.lastBy ? ` by ${review.lastBy}` : ''}` : ''],
    ['risk', risk ?? '', ''],
    ['status', procedure.status === 'active' ? '' : procedure.status, ''],
    ['superseded by', procedure.metadata.supersededBy?.value ?? '', ''],
    ['feedback', feedback, 'not checked: whether it is questioned (needs GitHub: open reports)'],
  ];
  const lines = rows
    .filter(([, value]) => value !== '')
    .map(
      ([name, value, reason]) =>
        `  ${name.padEnd(14)}${name === 'owner' ? paint.bold(visible(value)) : visible(value)}${reason ? paint.dim(`  ${visible(reason)}`) : ''}`,
    );
  return `${paint.bold(visible(procedure.title))}  ${paint.underline(visible(procedure.path))}\n${lines.join('\n')}\n`;
}

/** A path that is no procedure still has code owners; anything else is a name nobody knows (exit 2). */
function notAProcedure(name: string, near: readonly string[], { survey }: Look, format: Options['format']): string {
  const path = name.replace(/^(\.\/)+/, '');
  const { codeowners, side } = survey;
  if (!side.paths?.includes(path)) {
    const hint = near.length > 0 ? ` Did you mean ${near.map(visible).join(' or ')}?` : '';
    throw new CannotRun(`No procedure has the path, id, alert, file name or title "${visible(name)}".${hint}`);
  }
  const rule = codeowners ? decidingRule(codeowners.index, path) : null;
  const owners = rule?.owners.map((owner) => owner.handle) ?? [];
  if (format === 'json') {
    const coverage = codeowners ? coverageOf(codeowners.index, path) : 'none';
    const file = { path, codeOwners: owners, codeOwnersLine: rule?.line ?? null, coverage };
    return toJsonText({ version: 1, foundBy: null, procedures: [], file });
  }
  const why =
    rule && codeowners ? `  ${visible(codeowners.parsed.path)} line ${rule.line}: ${visible(rule.pattern)}` : '';
  return `${visible(path)} is not a procedure.\n  code owners   ${owners.map(visible).join(' ') || 'nobody'}${why}\n`;
}
