// disk: the commits that a comparison is between.
import { visible } from '../core/display.ts';
import { CannotRun } from './cannot-run.ts';
import { type Git, noneFound } from './git.ts';

export type Comparison = {
  /** The tip of the branch that the change goes to. */
  readonly tip: string;
  /** Where the two branches parted. */
  readonly mergeBase: string;
};

/** The commit that is checked out; null where there is none yet. */
export async function readHead(git: Git): Promise<string | null> {
  return commitOf(git, 'HEAD');
}

/** What `ref` and the checked-out commit are compared by; every way in which they cannot be is a `CannotRun`. */
export async function readComparison(git: Git, ref: string): Promise<Comparison> {
  const shown = visible(ref);
  if (/^-|^$|[\0-\x20\x7f]/.test(ref)) throw new CannotRun(`"${shown}" cannot be the name of a branch, tag or commit.`);
  const [tip, head] = await Promise.all([commitOf(git, ref), readHead(git)]);
  if (tip === null) throw new CannotRun(await noSuchRef(git, ref, head));
  if (head === null) {
    throw new CannotRun(
      `Nothing is committed on this branch yet, so it cannot be compared with ${shown}: commit first.`,
    );
  }
  const found = await git.run(['merge-base', tip, head]).catch(noneFound);
  const mergeBase = found.toString('latin1').trim();
  if (mergeBase === '') throw new CannotRun(await noMergeBase(git, shown));
  return { tip, mergeBase };
}

async function commitOf(git: Git, ref: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const output = await git.run(args).catch(noneFound);
  const commit = output.toString('latin1').trim();
  return commit === '' ? null : commit;
}

async function noSuchRef(git: Git, ref: string, head: string | null): Promise<string> {
  const shown = visible(ref);
  if ((await commitOf(git, `refs/remotes/origin/${ref}`)) !== null) {
    return `There is no ref "${shown}" here, but there is "origin/${shown}": use --base origin/${shown}.`;
  }
  if (head === null)
    return `This repository has no commit yet, so there is no "${shown}" to compare with: run without --base.`;
  return `There is no branch, tag or commit "${shown}" here: check the name, or fetch it with \`git fetch origin\`.`;
}

async function noMergeBase(git: Git, shown: string): Promise<string> {
  const isShallow = (await git.run(['rev-parse', '--is-shallow-repository'])).toString('latin1').trim() === 'true';
  return isShallow
    ? `This is a shallow clone without the commit where ${shown} and HEAD parted: run \`git fetch --unshallow\` (in GitHub Actions: \`fetch-depth: 0\`).`
    : `${shown} and HEAD have no commit in common, so there is nothing to compare: check the name of the branch.`;
}
