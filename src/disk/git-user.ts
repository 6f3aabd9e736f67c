// disk: who works here.
import { answerOf, gitIn } from './git.ts';
import { realFolder } from './work-tree.ts';

/** Who works here: the GitHub login (`github.user`) and the mail address (`user.email`); null where git does not say. */
export async function gitUser(dir: string): Promise<{ readonly github: string | null; readonly email: string | null }> {
  const git = gitIn(realFolder(dir));
  const [github, email] = await Promise.all([
    answerOf(git, ['config', '--get', 'github.user']),
    answerOf(git, ['config', '--get', 'user.email']),
  ]);
  return { github, email };
}
