// core/change: what is written where somebody let a pull request pass as it is, or wanted to.
import { codeSpan, sentence } from '../code-span.ts';
import { firstOf } from '../policy/first-of.ts';

export type FollowUp = {
  /** `#7`, or `acme/ops#7` where the issue is in another repository. */
  readonly pull: string;
  readonly number: number;
  readonly sha: string;
  readonly login: string;
  readonly because: string;
  /** The checks that did not pass. */
  readonly checks: readonly string[];
  readonly paths: readonly string[];
  /** Handles that GitHub knows: they are told. */
  readonly owners: readonly string[];
  readonly board: string | null;
};

const MOST_MENTIONS = 3;

export function followUpTitle({ number }: Pick<FollowUp, 'number'>): string {
  return `Look at pull request ${number} afterwards: its checks were overridden`;
}

/** The one issue that follows an override. Nobody but the owners and the board is mentioned. */
export function followUpText(about: FollowUp): string {
  const { pull, sha, login, because, checks, paths, owners, board } = about;
  const told = [...owners.slice(0, MOST_MENTIONS - (board ? 1 : 0)), ...(board ? [board] : [])];
  const more = owners.length - (told.length - (board ? 1 : 0));
  const whom = told.length > 0 ? `For ${told.join(' and ')}${more > 0 ? ` and ${more} more owners` : ''}.` : '';
  return [
    `${sentence(`@${login}`)} let ${pull} pass as it is at ${codeSpan(sha.slice(0, 7))}, although ${checks.map((name) => `**${name}**`).join(' and ')} did not.`,
    `The reason given: ${sentence(because, 600)}`,
    ...(paths.length > 0 ? [`It is about ${firstOf(paths.map((path) => codeSpan(path)))}.`] : []),
    `${whom} Look at the change, put right what has to be, and close this issue.`.trim(),
  ].join('\n\n');
}

/** Why a command did nothing. */
export type Refusal = 'no-reason' | 'no-right' | 'head-moved' | 'nothing-fails';

/** The one comment that says so. `by`: who may, as handles; none named means the administrators. */
export function refusalText(refusal: Refusal, login: string, by: readonly string[]): string {
  const who = sentence(`@${login}`);
  const may = by.length > 0 ? firstOf(by.map((handle) => codeSpan(handle))) : 'an administrator of the repository';
  switch (refusal) {
    case 'no-reason':
      return `${who}, nothing was overridden: say why, as in ${codeSpan('/steward override because the site is down')}.`;
    case 'no-right':
      return `${who}, nothing was overridden: only ${may} may.`;
    case 'head-moved':
      return `${who}, nothing was overridden: when you wrote, the checks of the commit that is the head now had not been made. Look at it, and ask again.`;
    case 'nothing-fails':
      return `${who}, there is nothing to override: no check of this head holds it up.`;
  }
}
