// core/feedback: the wish to have a procedure done by a machine, as a user story.
import { codeSpan } from '../code-span.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { stepsOf } from './steps.ts';

const MOST_NEEDS = 20;

/**
 * The story that *automate* feedback becomes: as whom, what and why, then the steps, inputs and permissions that the procedure names.
 * Everything that is the procedure's stands in code spans.
 */
export function userStory(procedure: Procedure): string {
  const { metadata, title, path } = procedure;
  const { steps, inputs } = stepsOf(procedure);
  const { permissions = [], access = [], tools = [] } = metadata.requires?.value ?? {};
  const runs = metadata.automation?.value.runs ?? [];
  const services = metadata.services?.value ?? [];
  return [
    '### User story',
    '',
    `**As** an operator${
      services.length > 0
        ? ` of ${services
            .slice(0, 5)
            .map((name) => codeSpan(name, 60))
            .join(', ')}`
        : ''
    },`,
    `**I want** ${codeSpan(title, 150)} (${codeSpan(path, 160)}) to be done by a machine,`,
    `**so that** ${metadata.purpose ? codeSpan(metadata.purpose.value) : 'it is done the same way every time, by anybody on call, at any hour.'}`,
    ...section('Steps', steps, 'The procedure has no numbered steps: write them first.', '1.'),
    ...section('Inputs', inputs, 'None is named in its commands.'),
    ...section(
      'Permissions',
      [...permissions, ...access],
      'None is declared (`requires.permissions`): find out first.',
    ),
    ...section('Tools', [...tools, ...runs], null),
    '',
  ].join('\n');
}

function section(name: string, items: readonly string[], none: string | null, bullet = '-'): readonly string[] {
  if (items.length === 0) return none === null ? [] : ['', `**${name}**`, '', none];
  return ['', `**${name}**`, '', ...items.slice(0, MOST_NEEDS).map((item) => `${bullet} ${codeSpan(item)}`)];
}
