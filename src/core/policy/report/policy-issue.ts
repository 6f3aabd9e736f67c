// core/policy/report: what the issue says that tells the policy's repository of an invalid policy.
import { codeSpan, sentence } from '../../code-span.ts';
import { plural } from '../../plural.ts';
import type { Located } from '../rule.ts';

export type BrokenPolicy = {
  /** The file's name in its repository. */
  readonly file: string;
  readonly problems: readonly Pick<Located, 'at' | 'message' | 'fix'>[];
  /** The editor at a line of the file. */
  readonly linkTo: (line: number) => string;
  /** The last commit in which it was valid; null where there is none to be found. */
  readonly lastValid: string | null;
};

export const POLICY_ISSUE_TITLE = 'The organisation policy is invalid';
const PLACES = 20;

/** Where it is told, people can read the file itself: problems are told in full. */
export function policyIssue({ file, problems, linkTo, lastValid }: BrokenPolicy): string {
  const places = problems.slice(0, PLACES).map(({ at, message, fix }) => {
    const advice = fix ? ` **Fix:** ${sentence(fix.text)}` : '';
    return `- [line ${at.line}](${linkTo(at.line)}): ${sentence(message)}${advice}`;
  });
  if (problems.length > PLACES) places.push(`- and ${problems.length - PLACES} more`);
  const count = plural(problems.length, 'problem');
  const inForce = lastValid
    ? `Until it is mended, the policy of commit ${lastValid} stays in force, in every repository.`
    : 'No earlier commit has a valid one: until it is mended, no check of the organisation can decide, and none passes.';
  return [
    `${codeSpan(file)} does not take effect as it stands: it has ${count}.`,
    places.join('\n'),
    inForce,
    'This issue is kept up to date, and closed when the file is valid again.',
  ].join('\n\n');
}

/** The comment before it is closed. */
export function policyMended(file: string): string {
  return `${codeSpan(file)} is valid again, and in force.`;
}
