// scripts: a pull request and its check run, as a person reads them on GitHub, for a terminal.
import { visible } from '../src/core/display.ts';
import { plural } from '../src/core/plural.ts';
import type { Annotation, CheckRun } from '../test/stand-in/world.ts';
import { type Page, toTerminal } from './demo-markdown.ts';
import type { Checked } from './demo-world.ts';
import { wrapped } from './demo-wrap.ts';

const INDENT = '  ';
/** The summary says all of it again. */
const MOST_ANNOTATIONS = 12;

/** Number, title, author and where it comes from. */
export function pullHeading({ pull }: Checked, { paint, columns }: Page): string {
  const { number, title, author, head, base, repository } = pull;
  const from = head.repository === repository ? head.ref : `${head.repository.owner.login}:${head.ref}`;
  const rule = '─'.repeat(Math.max(0, Math.min(columns, 100)));
  const who = paint.dim(`${visible(author.login)}: ${visible(from)} → ${visible(base.ref)}`);
  return `${paint.dim(rule)}\n${paint.bold(`#${number} ${visible(title)}`)}  ${who}\n`;
}

/** Icon, conclusion and title; then each annotation on a line; then the summary; then the buttons. */
export function checkRunText(run: CheckRun, page: Page): string {
  const parts = [
    headline(run, page),
    annotationsText(run.annotations, page),
    summaryText(run, page),
    ...buttons(run, page),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The same without the summary: for a head that is followed by another. */
export function shortCheckRunText(run: CheckRun, page: Page): string {
  const parts = [headline(run, page), annotationsText(run.annotations, page)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function headline({ name, conclusion, title }: CheckRun, { paint }: Page): string {
  const look = LOOKS[conclusion ?? ''] ?? { icon: '?', colour: 'yellow' };
  return `${paint[look.colour](`${look.icon} ${visible(name)}: ${visible(conclusion ?? 'none')}`)}  ${paint.bold(visible(title ?? ''))}`;
}

const LOOKS: Readonly<Record<string, { readonly icon: string; readonly colour: 'green' | 'red' | 'yellow' | 'dim' }>> =
  {
    success: { icon: '✔', colour: 'green' },
    failure: { icon: '✘', colour: 'red' },
    neutral: { icon: '■', colour: 'yellow' },
    skipped: { icon: '⊘', colour: 'dim' },
  };

function annotationsText(annotations: readonly Annotation[], { paint, columns }: Page): string {
  const colours = { failure: paint.red, warning: paint.yellow, notice: paint.cyan };
  const lines = annotations
    .slice(0, MOST_ANNOTATIONS)
    .flatMap(({ path, start_line, annotation_level: level, message }) => {
      const text = `${visible(path)}:${start_line} ${colours[level](level)} ${visible(message)}`;
      return wrapped(text, { first: INDENT, rest: INDENT.repeat(3), columns });
    });
  const left = annotations.length - MOST_ANNOTATIONS;
  return [...lines, ...(left > 0 ? [`${INDENT}and ${plural(left, 'more annotation')}`] : [])].join('\n');
}

function summaryText({ summary }: CheckRun, page: Page): string {
  const bar = `${INDENT}${page.paint.dim('│')} `;
  const text = toTerminal(summary ?? '', { ...page, columns: page.columns - 4 });
  return text
    .split('\n')
    .map((line) => (bar + line).trimEnd())
    .join('\n');
}

function buttons({ actions }: CheckRun, { paint }: Page): readonly string[] {
  return actions.map(
    ({ label, description }) => `${INDENT}${paint.bold(`[ ${visible(label)} ]`)} ${paint.dim(visible(description))}`,
  );
}

/** What the checks of these pull requests took, in their order. */
export function figures(opened: readonly Checked[]): string {
  const requests = opened.map((one) => one.requests).join(', ');
  const times = opened.map(({ milliseconds }) => Math.round(milliseconds)).join(', ');
  const count = plural(opened.length, 'pull request');
  return `${count}. Requests to GitHub: ${requests}. Milliseconds from opened to completed: ${times}.`;
}
