// core/policy/report: what a check run says.

import { codeSpan, sentence } from '../../code-span.ts';
import { CONFIG_PATH } from '../config-path.ts';
import { firstOf } from '../first-of.ts';
import type { Located } from '../rule.ts';
import type { Conclusion, Verdict } from '../verdict.ts';
import { type Annotation, toAnnotations } from './annotations.ts';
import { toMarkdown } from './markdown.ts';
import { titleOf } from './title.ts';

/** A finished check run. Title, summary and annotations are within GitHub's limits; the annotations are all there are, in order. */
export type CheckOutput = {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
};

/**
 * A verdict and the pull request it is about. `notes`: sentences on what was not looked at and why. `newFile`: a file that would help, and
 * the page on which it can be made. `override`: somebody who may let it pass as it is. `reports`: Markdown of ours on what those who use the
 * affected procedures reported. `feedbackLink`: where they report it.
 */
export type Judged = {
  readonly pull: number;
  readonly verdict: Verdict;
  readonly notes: readonly string[];
  readonly newFile?: { readonly path: string; readonly link: string } | undefined;
  readonly override?: Overridden | undefined;
  readonly reports?: readonly string[];
  readonly feedbackLink?: string | undefined;
};

/** Who let it pass, and why. */
export type Overridden = { readonly login: string; readonly because: string };

const GRAVITY: Readonly<Record<Conclusion, number>> = { failure: 3, neutral: 2, success: 1, skipped: 0 };
const SUMMARY_LIMIT = 60_000;
const PULLS_TOLD = 5;
const PLACES = 20;
const REASON_LIMIT = 600;
const MOST_REPORTS = 5;

/** The output for one head. Where several pull requests have it, all are named and the worst verdict decides. */
export function toCheckOutput(judged: readonly [Judged, ...Judged[]]): CheckOutput {
  const sorted = judged.toSorted((a, b) => GRAVITY[conclusionOf(b)] - GRAVITY[conclusionOf(a)] || a.pull - b.pull);
  const worst = sorted[0] ?? judged[0];
  const conclusion = conclusionOf(worst);
  if (sorted.length === 1) {
    return {
      conclusion,
      title: titleWith(worst),
      summary: withNotes(toMarkdown(worst.verdict), worst),
      annotations: toAnnotations(worst.verdict.findings),
    };
  }
  const numbers = sorted.map(({ pull }) => pull).toSorted((a, b) => a - b);
  const told = sorted.slice(0, PULLS_TOLD);
  const room = Math.floor(SUMMARY_LIMIT / told.length) - 200;
  const parts = told.map(
    (one) => `## Pull request ${one.pull}: ${conclusionOf(one)}\n\n${withNotes(toMarkdown(one.verdict, room), one)}`,
  );
  const more =
    sorted.length > told.length
      ? `\n\n_and ${sorted.length - told.length} more pull requests, none of them judged worse_`
      : '';
  return {
    conclusion,
    title: `${titleWith(worst)} (pull request ${worst.pull})`,
    summary: `This commit is the head of the pull requests ${firstOf(numbers.map(String))}; the worst verdict decides.\n\n${parts.join('\n')}${more}`,
    annotations: withoutTwins(sorted.flatMap(({ verdict }) => toAnnotations(verdict.findings))),
  };
}

/** The output for a merge group: its pull requests stand on each other and are judged as one. */
export function toGroupOutput(verdict: Verdict, notes: readonly string[], override?: Overridden): CheckOutput {
  const judged = { verdict, notes, override };
  return {
    conclusion: conclusionOf(judged),
    title: titleWith(judged),
    summary: withNotes(toMarkdown(verdict), judged),
    annotations: toAnnotations(verdict.findings),
  };
}

type Outcome = Pick<Judged, 'verdict' | 'override'>;

/** An override lifts what blocks, and nothing else. */
function conclusionOf({ verdict: { conclusion }, override }: Outcome): Conclusion {
  return override && conclusion === 'failure' ? 'success' : conclusion;
}

function titleWith({ verdict, override }: Outcome): string {
  const title = titleOf(verdict);
  return override && verdict.conclusion === 'failure' ? `Overridden by @${override.login}: ${title}` : title;
}

function withNotes(
  told: string,
  { notes, newFile, override, verdict, reports = [], feedbackLink }: Outcome & Omit<Judged, 'pull'>,
): string {
  const isLifted = override && verdict.conclusion === 'failure';
  const who = isLifted ? `@${override.login} overrode this check for this head: ${override.because}` : '';
  const above = [...(isLifted ? [sentence(who, REASON_LIMIT)] : []), ...reports.slice(0, MOST_REPORTS)];
  const summary = [...above, told].join('\n\n');
  const offer = newFile
    ? [`[Create ${codeSpan(newFile.path)}](${newFile.link}), filled in with the declared owners.`]
    : [];
  const way = feedbackLink ? [`Something wrong or unclear in a procedure? [Tell its owner](${feedbackLink}).`] : [];
  const lines = [...offer, ...way, ...notes.map((note) => sentence(note))];
  return lines.length === 0 ? summary : `${summary}\n${lines.join('  \n')}\n`;
}

/** The base's own configuration is broken: nothing can be judged by it, and that never passes. */
export function brokenConfigOutput(problems: readonly Located[]): CheckOutput {
  const places = problems.slice(0, PLACES).map((problem) => `- ${brokenPlace(problem)}`);
  if (problems.length > PLACES) places.push(`- and ${problems.length - PLACES} more`);
  return {
    conclusion: 'failure',
    title: 'Could not decide: the configuration of the base branch is broken',
    summary: `The configuration of the branch that this goes to decides, and it cannot be used:\n\n${places.join('\n')}\n\nMend it there; then ask for this check again.`,
    annotations: [],
  };
}

/** The organisation's policy may be private, and this is read where the repository is: only the place is told, not what stands there. */
function brokenPlace({ path, at, message, fix }: Located): string {
  const place = `${codeSpan(path)} line ${at.line}`;
  if (path !== CONFIG_PATH) return `${place}: the organisation's policy is invalid here.`;
  return `${place}: ${sentence(message)}${fix ? ` **Fix:** ${sentence(fix.text)}` : ''}`;
}

/** GitHub did not answer; neutral only where it is known that nothing is enforced. While a retry is scheduled the check run stays in progress under this title. */
export function undecidedOutput(reason: string, isEnforced = true): CheckOutput {
  const outcome = isEnforced ? 'so it does not pass' : 'and nothing is enforced here, so it is not held up';
  return {
    conclusion: isEnforced ? 'failure' : 'neutral',
    title: `Could not decide: ${reason}`,
    summary: `The pull request could not be judged, ${outcome}. Nothing is wrong with it as far as is known. Ask for this check again ("Re-run"); it also heals by itself with the next push.`,
    annotations: [],
  };
}

function withoutTwins(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...new Map(annotations.map((annotation) => [JSON.stringify(annotation), annotation])).values()];
}
