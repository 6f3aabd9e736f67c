// core/review: what there is to check in one procedure, from its own content.
import MarkdownIt from 'markdown-it';
import { linksOf } from '../procedure/outline.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** One thing to check. `what`: text of the procedure (a command, a link, a contact) that it is about; untrusted. */
export type Check = { readonly ask: string; readonly what: string | null };

const MOST = 6;
const LEAST = 3;
const WHAT_LIMIT = 160;
const SHELLS = /^(?:|sh|bash|shell|zsh|console|shell-session|terminal|powershell|pwsh|ps1|cmd|sql|psql)$/i;

/**
 * Three to six checks: commands (those that change something first), links out of the repository, contacts, what is required; then what
 * is true of every procedure. The same text gives the same checks.
 */
export function checksOf(procedure: Procedure): readonly Check[] {
  const found = [
    ...commandChecks(procedure).slice(0, 2),
    ...linkChecks(procedure).slice(0, 1),
    ...contactChecks(procedure).slice(0, 1),
    ...requirementChecks(procedure).slice(0, 1),
  ];
  const general = GENERAL.slice(0, Math.max(1, LEAST - found.length));
  return [...found, ...general].slice(0, MOST);
}

const GENERAL: readonly Check[] = [
  { ask: 'The steps are in the right order, and the last one says how to see that it worked.', what: null },
  { ask: 'What to do and whom to call when a step fails is still right.', what: null },
  { ask: 'The owner and the risk are still right.', what: null },
];

function commandChecks(procedure: Procedure): readonly Check[] {
  const commands = [...new Set(commandsOf(procedure))];
  const weighty = commands.filter((command) => CHANGES.test(command));
  return [...weighty, ...commands.filter((command) => !weighty.includes(command))].map((command) => ({
    ask: 'Still does what the step says:',
    what: shortened(command),
  }));
}

const CHANGES =
  /\b(?:delete|drop|destroy|remove|rm|terminate|kill|truncate|restore|fail-?over|switch-?over|promote|drain|apply|scale|restart|stop|rollback|rotate|revoke|update|patch|push)\b/i;

const markdown = new MarkdownIt({ html: true });

/** The lines of the code blocks that are commands; in AsciiDoc those of its listings. */
function commandsOf({ path, text, frontMatter }: Procedure): readonly string[] {
  const body = text.slice(frontMatter.state === 'none' ? frontMatter.insertAt : frontMatter.bodyAt);
  const blocks = /\.adoc$/i.test(path) ? listings(body) : fences(body);
  return blocks.flatMap((block) => commandLines(block));
}

function fences(body: string): readonly string[] {
  return markdown
    .parse(body, {})
    .filter(
      ({ type, info }) =>
        type === 'code_block' || (type === 'fence' && SHELLS.test(info.trim().split(/[\s{]/)[0] ?? '')),
    )
    .map(({ content }) => content);
}

function listings(body: string): readonly string[] {
  const parts = body.split(/^-{4,}[ \t]*\r?$/m);
  return parts.filter((_, index) => index % 2 === 1);
}

/** Where a block shows a prompt, only what stands behind one is a command; the rest is what was printed. */
function commandLines(block: string): readonly string[] {
  const lines = block.split('\n').map((line) => line.trim());
  const prompted = lines.filter((line) => /^[$#>] \S/.test(line) && !/^# [A-Z]/.test(line));
  const commands = prompted.length > 0 ? prompted.map((line) => line.slice(2)) : lines;
  return commands.filter((line) => /^[\w./~"'$-]/.test(line) && line.length > 3 && !line.startsWith('//'));
}

function linkChecks(procedure: Procedure): readonly Check[] {
  const targets = linksOf(procedure).map(({ target }) => target);
  return [...new Set(targets)]
    .filter((target) => /^https?:\/\//i.test(target))
    .map((target) => ({ ask: 'Still leads to the right place:', what: shortened(target) }));
}

function contactChecks({ metadata }: Procedure): readonly Check[] {
  return (metadata.contacts?.value ?? []).map(({ name, value }) => ({
    ask: 'Still reaches somebody who can help:',
    what: shortened(name ? `${name}: ${value}` : value),
  }));
}

function requirementChecks({ metadata }: Procedure): readonly Check[] {
  const { permissions = [], access = [], tools = [] } = metadata.requires?.value ?? {};
  const needed = [...permissions, ...access, ...tools];
  return needed.length === 0
    ? []
    : [{ ask: 'Whoever is on call has it:', what: shortened(needed.slice(0, 4).join(', ')) }];
}

function shortened(text: string): string {
  return text.length > WHAT_LIMIT ? `${text.slice(0, WHAT_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
