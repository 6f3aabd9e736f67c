// core/policy/report: findings on their lines, as GitHub shows them.
import { visible } from '../../display.ts';
import type { Finding } from '../../finding.ts';
import type { Verdict } from '../verdict.ts';
import { titleOf } from './title.ts';

/** An annotation of a check run, as GitHub's REST API takes it (message at most 64 KB, title 255 characters). */
export type Annotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
};

/** Failures and warnings as annotations (notices stay in the summary). */
export function toAnnotations(findings: readonly Finding[]): readonly Annotation[] {
  return findings
    .filter((finding) => finding.level !== 'notice')
    .map(({ path, line, level, rule, message, fix }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: level === 'failure' ? 'failure' : 'warning',
      title: rule,
      message: visible(fix ? `${message} ${fix.text}` : message)
        .slice(0, 10_000)
        .toWellFormed(),
    }));
}

const COMMAND = { failure: 'error', warning: 'warning', notice: 'notice' } as const;

/** The verdict as GitHub Actions' workflow commands, one a line, then its title. No text can end a command or begin another. */
export function toWorkflowCommands(verdict: Verdict): string {
  const lines = verdict.findings.map(({ level, path, line, column, rule, message, fix }) => {
    const place = `file=${property(path)},line=${line},col=${column},title=${property(rule)}`;
    return `::${COMMAND[level]} ${place}::${data(visible(fix ? `${message} ${fix.text}` : message))}`;
  });
  return `${[...lines, titleOf(verdict)].join('\n')}\n`;
}

/** GitHub's own escaping (actions/toolkit, `command.ts`). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
