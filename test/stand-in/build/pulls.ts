// test/stand-in/build: pull requests, reviews and the merge queue.
import type { Engine } from '../engine.ts';
import { tellReview } from '../events.ts';
import { commitTo } from '../happen/branches.ts';
import { closePull } from '../happen/close-pull.ts';
import { changePull, destroyMergeGroup, mergePull, openPull, queuePulls, reopenPull } from '../happen/pulls.ts';
import { addReview } from '../operation/pulls.ts';
import { accountOf } from './account-of.ts';
import type { Build } from './verbs.ts';

type PullVerbs =
  | 'openPull'
  | 'push'
  | 'closePull'
  | 'reopenPull'
  | 'mergePull'
  | 'editPull'
  | 'review'
  | 'dismissReview'
  | 'editReview'
  | 'mergeGroup'
  | 'destroyMergeGroup';

export function pulls(engine: Engine): Pick<Build, PullVerbs> {
  const named = (login: string) => accountOf(engine, login);
  return {
    openPull: ({
      repository,
      base = repository.defaultBranch,
      head,
      from = repository,
      title,
      body = null,
      author,
      draft = false,
    }) =>
      openPull(engine, {
        repository,
        base,
        head: { repository: from, ref: head },
        title,
        body,
        author: named(author),
        draft,
      }),
    push: (pull, changes, { author = pull.author.login, message = 'Change' } = {}) => {
      const { repository, ref: branch } = pull.head;
      return commitTo(engine, { repository, branch, changes, message, author: named(author) });
    },
    closePull: (pull, by) => closePull(engine, pull, named(by)),
    reopenPull: (pull, by) => reopenPull(engine, pull, named(by)),
    mergePull: (pull, by, method) => mergePull(engine, pull, named(by), method),
    editPull: (pull, change, by) => changePull(engine, pull, change, named(by)),
    review: (pull, by, state, { body = '', commit = pull.head.sha } = {}) =>
      addReview(engine, { pull, author: named(by), state, body, commit, comments: [] }),
    dismissReview: async (one, by) => {
      one.state = 'DISMISSED';
      await tellReview(engine, 'dismissed', one, named(by));
    },
    editReview: async (one, body) => {
      const changes = { body: { from: one.body } };
      one.body = body;
      await tellReview(engine, 'edited', one, one.author, { changes });
    },
    mergeGroup: (group, by) => queuePulls(engine, group, named(by)),
    destroyMergeGroup: (repository, group, reason, by) =>
      destroyMergeGroup(engine, repository, group, reason, named(by)),
  };
}
