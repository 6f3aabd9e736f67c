// core/policy/report: a verdict as the summary of a check run.

import { codeCell, codeSpan, sentence } from '../../code-span.ts';
import type { Finding } from '../../finding.ts';
import { plural } from '../../plural.ts';
import type { Entry, Verdict } from '../verdict.ts';
import { type Group, groupFindings } from './groups.ts';
import { byReason } from './text.ts';
import { titleOf } from './title.ts';

/** GitHub's limit is 65,535 characters; some room is left for what a writer adds. */
const LIMIT = 60_000;
const TABLE_LIMIT = 20_000;
const ROWS = 100;
const NOTICES_LIMIT = 20_000;
/** Kept free for the sentences that say what was left out. */
const RESERVE = 400;
const FILES_NAMED = 10;

/** A part that is kept whole or left out whole, and how many findings it tells. */
type Block = { readonly text: string; readonly findings: number };

/**
 * The summary: the affected procedures, each finding with its fix, the notices folded, what was looked at. At most `limit` characters:
 * what does not fit is left out with a count. All text from the repository stands in code spans or is escaped.
 */
export function toMarkdown(verdict: Verdict, limit = LIMIT): string {
  const groups = groupFindings(verdict.findings);
  const weighty = groups.filter((group) => group.first.level !== 'notice');
  const notices = groups.filter((group) => group.first.level === 'notice');
  const top = [`**${sentence(titleOf(verdict))}**`, ...table(verdict, Math.min(TABLE_LIMIT, limit / 3))].join('\n\n');
  const foot = footer(verdict);
  const room = limit - top.length - foot.length - RESERVE;
  const said = keepFitting(weighty.map(groupItem), room);
  const folded = fold(notices, Math.min(NOTICES_LIMIT, room - said.length));
  return `${[top, said, folded, foot].filter((part) => part !== '').join('\n\n')}\n`;
}

/** The whole blocks that fit, in order, then how many findings were left out. */
function keepFitting(blocks: readonly Block[], budget: number): string {
  const kept: string[] = [];
  let length = 0;
  let left = 0;
  for (const { text, findings } of blocks) {
    if (length + text.length + 2 > budget) {
      left += findings;
      continue;
    }
    length += text.length + 2;
    kept.push(text);
  }
  if (left > 0)
    kept.push(
      `_${plural(left, 'more finding')} left out, for want of room; \`steward check --format json\` prints everything._`,
    );
  return kept.join('\n\n');
}

function table({ procedures, findings }: Verdict, limit: number): string[] {
  if (procedures.length === 0) return [];
  const worst = worstByPath(findings);
  const rows: string[] = [];
  let length = 0;
  for (const entry of procedures.slice(0, ROWS)) {
    const line = row(entry, worst.get(entry.procedure.path));
    length += line.length + 1;
    if (length > limit) break;
    rows.push(line);
  }
  const left = procedures.length - rows.length;
  const more = left > 0 ? [`\n_and ${plural(left, 'more procedure')}_`] : [];
  return [
    [
      '| procedure | owner | code owners | risk | review due | verdict |',
      '|---|---|---|---|---|---|',
      ...rows,
      ...more,
    ].join('\n'),
  ];
}

function row({ procedure, owner, codeOwners, coverage, risk, review }: Entry, worst: Finding | undefined): string {
  const named = codeOwners.slice(0, 3).map((handle) => codeCell(handle, 140));
  const owners = [...named, ...(codeOwners.length > 3 ? [`and ${codeOwners.length - 3} more`] : [])].join(' ');
  const covered = coverage === 'catch-all' ? `${owners} (catch-all)` : owners;
  // What a block says that cannot be read, nobody knows.
  const isKnown = procedure.frontMatter.state !== 'broken';
  const [riskClass, due] = isKnown ? [risk ?? 'medium (default)', review.next ?? review.state] : ['?', '?'];
  return `| ${codeCell(procedure.path)} | ${owner ? codeCell(owner.handle, 140) : '—'} | ${covered || '—'} | ${riskClass} | ${due} | ${verdictOf(worst)} |`;
}

function verdictOf(worst: Finding | undefined): string {
  if (!worst) return '✅';
  if (worst.level === 'failure') return worst.enforced ? '❌ failure' : '❌ failure, not enforced';
  return worst.level === 'warning' ? '⚠️ warning' : 'ℹ️ notice';
}

const WEIGHT = { failure: 3, warning: 2, notice: 1 } as const;

function worstByPath(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const known = worst.get(finding.path);
    if (!known || WEIGHT[finding.level] + Number(finding.enforced) > WEIGHT[known.level] + Number(known.enforced))
      worst.set(finding.path, finding);
  }
  return worst;
}

const ICON = { failure: '❌', warning: '⚠️', notice: 'ℹ️' } as const;

function groupItem({ first, all, isOneFix }: Group): Block {
  const places = all.slice(0, FILES_NAMED).map((finding) => place(finding, !isOneFix));
  if (all.length > FILES_NAMED) places.push(`  - and ${all.length - FILES_NAMED} more`);
  const fix = isOneFix && first.fix ? [`  **Fix:** ${sentence(first.fix.text)}  `] : [];
  const enforced = first.level === 'failure' && !first.enforced ? ' _(not enforced)_' : '';
  const text = [
    `- ${ICON[first.level]} ${sentence(first.message)} [${first.rule}](${first.docs})${enforced}  `,
    ...fix,
    ...places,
  ].join('\n');
  return { text, findings: all.length };
}

function place({ path, line, fix }: Finding, isFixTold: boolean): string {
  const told = isFixTold && fix ? `. **Fix:** ${sentence(fix.text, 500)}` : '';
  return `  - ${codeSpan(path)} line ${line}${told}`;
}

function fold(notices: readonly Group[], budget: number): string {
  if (notices.length === 0) return '';
  const count = notices.reduce((sum, group) => sum + group.all.length, 0);
  return `<details><summary>${plural(count, 'notice')}</summary>\n\n${keepFitting(notices.map(groupItem), budget - 60)}\n\n</details>`;
}

function footer({ lookedAt, notChecked, advisory, preview, summary }: Verdict): string {
  const lines = [
    `Looked at ${codeSpan(lookedAt.head)}${lookedAt.base ? `, compared with ${codeSpan(lookedAt.base)}` : ''}: ${affectedOf(summary, lookedAt)}. Configuration: ${codeSpan(lookedAt.config)}.`,
  ];
  if (advisory)
    lines.push('Nothing is enforced yet: there is no configuration. Add `.github/runbook-steward.yml` to begin.');
  if (preview)
    lines.push(
      `This change edits the configuration. With it, the outcome would be **${preview.conclusion}** (${plural(preview.failures, 'failure')}, ${plural(preview.warnings, 'warning')}); the base's configuration decides.`,
    );
  for (const [reason, rules] of byReason(notChecked))
    lines.push(`Not checked: ${rules.map((rule) => codeSpan(rule)).join(', ')} (${sentence(reason)}).`);
  return `---\n${lines.join('  \n')}`;
}

/** Where only what may be affected was read, the number of all procedures is not known. */
function affectedOf({ affected, procedures }: Verdict['summary'], { isPartial }: Verdict['lookedAt']): string {
  return isPartial ? plural(affected, 'affected procedure') : `${affected} of ${plural(procedures, 'procedure')}`;
}
