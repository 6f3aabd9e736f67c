// core/policy/report: a verdict for a person at a terminal.
import { visible } from '../../display.ts';
import type { Finding } from '../../finding.ts';
import { plural } from '../../plural.ts';
import type { Verdict } from '../verdict.ts';
import { type Group, groupFindings } from './groups.ts';
import { titleOf } from './title.ts';

/** How to colour; every function is the identity where colour is off. */
export type Paint = Readonly<
  Record<'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green' | 'underline', (text: string) => string>
>;

const same = (text: string): string => text;
export const PLAIN: Paint = {
  bold: same,
  dim: same,
  red: same,
  yellow: same,
  cyan: same,
  green: same,
  underline: same,
};

/** From this many files on, the same sentence is said once, with the files below it. */
const SAID_ONCE_FROM = 6;
const FILES_NAMED = 5;

/** The report of `steward check`. `all`: every finding by itself, nothing folded. Text from the repository cannot colour or move anything. */
export function toText(
  verdict: Verdict,
  { paint = PLAIN, all = false }: { paint?: Paint; all?: boolean } = {},
): string {
  if (verdict.conclusion === 'skipped') return `${titleOf(verdict)}: nothing to check.\n`;
  const weighty = verdict.findings.filter((finding) => all || finding.level !== 'notice');
  const groups = all ? [] : groupFindings(weighty).filter((group) => group.all.length >= SAID_ONCE_FROM);
  const grouped = new Set(groups.flatMap((group) => group.all));
  const single = weighty.filter((finding) => !grouped.has(finding));

  return [
    paint.bold(titleOf(verdict)),
    ...weightiestFirst(groups, byFile(single), paint),
    ...(all ? [] : noticesText(verdict, paint)),
    endText(verdict, paint),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** What makes the check fail comes first, said once or by file: nobody should look for it below what does not. */
function weightiestFirst(groups: readonly Group[], files: readonly (readonly Finding[])[], paint: Paint): string[] {
  const said = (group: Group): string => groupText(group, paint);
  const shown = (findings: readonly Finding[]): string => fileText(findings, paint);
  const fails = (findings: readonly Finding[]): boolean => findings.some(({ enforced }) => enforced);
  return [
    ...groups.filter(({ all }) => fails(all)).map(said),
    ...files.filter(fails).map(shown),
    ...groups.filter(({ all }) => !fails(all)).map(said),
    ...files.filter((findings) => !fails(findings)).map(shown),
  ];
}

function groupText({ first, all, isOneFix }: Group, paint: Paint): string {
  const files = byFile(all);
  const named = files
    .slice(0, FILES_NAMED)
    .flatMap(([finding]) =>
      finding
        ? [`    ${paint.underline(shownPath(finding.path))}`, ...(isOneFix ? [] : fixText(finding, '      ', paint))]
        : [],
    );
  if (files.length > FILES_NAMED)
    named.push(paint.dim(`    and ${files.length - FILES_NAMED} more (--all lists them)`));
  return [
    `${levelText(first, paint)}  ${visible(first.message)}  ${paint.dim(first.rule)}`,
    ...(isOneFix ? fixText(first, '  ', paint) : []),
    paint.dim(`  in ${plural(files.length, 'file')}:`),
    ...named,
  ].join('\n');
}

/** GitHub Actions reads a line of the log that begins with `::` as a command; `./` before it still names the same file. */
function shownPath(path: string): string {
  return visible(path.startsWith(':') ? `./${path}` : path);
}

function byFile(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const same = files.get(finding.path);
    if (same) same.push(finding);
    else files.set(finding.path, [finding]);
  }
  return [...files.values()];
}

function fileText(findings: readonly Finding[], paint: Paint): string {
  const lines = findings.flatMap((finding) => {
    const place = `${finding.line}:${finding.column}`.padEnd(7);
    return [
      `  ${paint.dim(place)} ${levelText(finding, paint)}  ${visible(finding.message)}  ${paint.dim(finding.rule)}`,
      ...fixText(finding, '          ', paint),
    ];
  });
  return [paint.underline(shownPath(findings[0]?.path ?? '')), ...lines].join('\n');
}

function levelText({ level, enforced }: Finding, paint: Paint): string {
  const padded = level.padEnd(7);
  if (level === 'failure') return enforced ? paint.bold(paint.red(padded)) : paint.red(padded);
  return level === 'warning' ? paint.yellow(padded) : paint.cyan(padded);
}

function fixText({ fix }: Finding, indent: string, paint: Paint): string[] {
  return fix
    ? [`${indent}${paint.green('fix')} ${visible(fix.text)}${fix.certain ? paint.dim(' (--fix does it)') : ''}`]
    : [];
}

/** Notices by rule: how many, and the first of them. */
function noticesText({ findings }: Verdict, paint: Paint): string[] {
  const notices = findings.filter((finding) => finding.level === 'notice');
  if (notices.length === 0) return [];
  const rules = new Map<string, Finding[]>();
  for (const notice of notices) rules.set(notice.rule, [...(rules.get(notice.rule) ?? []), notice]);
  const lines = [...rules].map(([rule, [first, ...others]]) => {
    const example = first ? `${visible(first.path)}: ${visible(first.message)}` : '';
    const more = others.length > 0 ? paint.dim(` and ${others.length} more`) : '';
    return `  ${String(others.length + 1).padStart(4)} ${paint.cyan(rule)}  ${example}${more}`;
  });
  return [[`${plural(notices.length, 'notice')} (--all lists them):`, ...lines].join('\n')];
}

function endText(verdict: Verdict, paint: Paint): string {
  const { summary, conclusion, notChecked, lookedAt, preview, advisory } = verdict;
  const counts = `${plural(summary.failures, 'failure')}, ${plural(summary.warnings, 'warning')}, ${plural(summary.notices, 'notice')}`;
  const affected = lookedAt.base
    ? `${summary.affected} affected of ${plural(summary.procedures, 'procedure')}`
    : plural(summary.procedures, 'procedure');
  const compared = lookedAt.base ? `, compared with ${visible(lookedAt.base)}` : '';
  const colour = conclusion === 'failure' ? paint.red : conclusion === 'neutral' ? paint.yellow : paint.green;
  const lines = [
    `${paint.bold(colour(conclusion))}: ${counts}; ${affected} in ${visible(lookedAt.repository)}${compared}.`,
  ];
  if (summary.procedures === 0)
    lines.push(`0 procedures; looked for ${lookedAt.include.map(visible).join(', ')}; try \`steward init\`.`);
  lines.push(paint.dim(`Configuration: ${visible(lookedAt.config)}.`));
  if (advisory)
    lines.push(
      paint.dim(
        'Not enforced yet: add .github/runbook-steward.yml (an empty file will do), or give --enforce touched.',
      ),
    );
  if (preview)
    lines.push(
      `With this change's own configuration the outcome would be ${preview.conclusion} (${plural(preview.failures, 'failure')}, ${plural(preview.warnings, 'warning')}); the base's decides.`,
    );
  for (const [reason, rules] of byReason(notChecked))
    lines.push(paint.dim(`Not checked: ${rules.join(', ')} (${visible(reason)}).`));
  return lines.join('\n');
}

/** What was not checked, by the reason. */
export function byReason(notChecked: Verdict['notChecked']): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const { rule, reason } of notChecked) {
    const same = reasons.get(reason);
    if (same) same.push(rule);
    else reasons.set(reason, [rule]);
  }
  return reasons;
}
