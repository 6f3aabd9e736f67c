// core/command: why a command was not followed, as its writer reads it.
import { codeSpan, sentence } from '../code-span.ts';
import { describeInterval } from '../interval.ts';
import { COMMAND_NAMES, type CommandName } from './asked.ts';
import { whoMay } from './right.ts';

/** `paths` and `written` are theirs; everything is shown so that it mentions nobody. */
export type Refusal =
  | { readonly why: 'unclear' | 'elsewhere' | 'say-which'; readonly name: CommandName }
  | { readonly why: 'unknown'; readonly name: string; readonly near: string | null }
  | { readonly why: 'no-right'; readonly name: CommandName; readonly paths: readonly string[] }
  | { readonly why: 'no-such'; readonly written: string; readonly near: readonly string[] }
  | { readonly why: 'say-how'; readonly paths: readonly string[] }
  | { readonly why: 'cannot-act'; readonly handle: string }
  | { readonly why: 'cannot-edit'; readonly path: string; readonly cannot: string }
  | { readonly why: 'moved-on'; readonly path: string; readonly pull: number }
  | { readonly why: 'already'; readonly paths: readonly string[]; readonly what: string }
  | { readonly why: 'too-long'; readonly most: string }
  | { readonly why: 'snoozed-twice' | 'head-moved' | 'full' | 'no-files' | 'not-public' | 'edited' | 'own-pull' };

/** How each is written, for those who wrote it otherwise. */
export const USAGE: Readonly<Record<CommandName, string>> = {
  reviewed: '/steward reviewed runbooks/restore.md tested — restored staging from it',
  'needs-work': '/steward needs-work — step 4 names a host that is gone',
  snooze: '/steward snooze 14d because we move to the new cluster on Friday',
  delegate: '/steward delegate @user',
  'not-ours': '/steward not-ours @org/team',
  retire: '/steward retire runbooks/old.md — replaced by the new one',
  'approve-owner': '/steward approve-owner @org/team',
};

const PATHS_TOLD = 5;

/** One sentence or two, without an address. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.why) {
    case 'unclear':
      return `That was not understood. Write it like this: ${codeSpan(USAGE[refusal.name])}.`;
    case 'unknown':
      return `There is no command ${codeSpan(refusal.name)}${refusal.near ? `; did you mean ${codeSpan(refusal.near)}?` : `. There are ${COMMAND_NAMES.map((name) => codeSpan(name)).join(', ')}.`}`;
    case 'no-right':
      return `${told(refusal.paths)}nothing was done by ${codeSpan(refusal.name)}: only ${whoMay(refusal.name)}.`;
    case 'elsewhere':
      return `${codeSpan(refusal.name)} works in an issue of this app about reviews.`;
    case 'say-which':
      return `Say which procedure is meant, by its path: ${codeSpan(USAGE[refusal.name])}.`;
    case 'no-such':
      return `${codeSpan(refusal.written)} is no procedure here.${refusal.near.length > 0 ? ` Did you mean ${refusal.near.map((name) => codeSpan(name)).join(' or ')}?` : ''}`;
    case 'say-how':
      return `${told(refusal.paths)}the risk is high: say whether you tested it or read it, as in ${codeSpan('/steward reviewed tested — restored staging from it')}.`;
    case 'cannot-act':
      return `${codeSpan(refusal.handle)} is not known on GitHub, or has no write access to the repository, and could not act.`;
    case 'cannot-edit':
      return `${codeSpan(refusal.path)} cannot be changed safely: ${sentence(refusal.cannot)}. Please change it by hand.`;
    case 'moved-on':
      return `${codeSpan(refusal.path)} is another text on the default branch than in pull request ${refusal.pull}, which is open for this issue. Merge or close that, and say it again.`;
    case 'already':
      return `${told(refusal.paths)}there is nothing to change: ${refusal.what}.`;
    case 'too-long':
      return `A snooze is ${describeInterval(refusal.most)} at most. If the review is not needed, change ${codeSpan('review_in')} in the procedure.`;
    case 'snoozed-twice':
      return 'This was snoozed twice already, and is not again before it is reviewed.';
    case 'head-moved':
      return 'When you wrote, the commit that is the head now had not been checked, so nobody can tell that you saw it. Look at it, and say it again.';
    case 'full':
      return 'That is more than one pull request can hold. Merge the one that is open for this issue, or say it for fewer procedures at a time.';
    case 'not-public':
      return 'This procedure is not public. Please say it in its own repository.';
    case 'own-pull':
      return 'This pull request records what was said elsewhere, and is not added to from here. Say it where it was said.';
    case 'edited':
      return `The text of this issue is not as the app wrote it, so its boxes do nothing. Say it in a comment: ${codeSpan(USAGE.reviewed)}.`;
    case 'no-files':
      return 'No procedure is changed here that could be meant. Name one by its path.';
  }
}

function told(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const more = paths.length - PATHS_TOLD;
  const shown = paths.slice(0, PATHS_TOLD).map((path) => codeSpan(path));
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}: `;
}

/** The one comment on what was not followed. */
export function refusalComment(login: string, refusals: readonly Refusal[]): string {
  const who = sentence(`@${login}`);
  const [first, ...others] = refusals.map(refusalText);
  if (others.length === 0) return `${who}, not done. ${first}`;
  return [`${who}, not everything was done:`, '', ...[first, ...others].map((text) => `- ${text}`)].join('\n');
}
