// core/policy/rules: a file that would be a procedure and cannot be read as text.
import { FILE_START } from '../../position.ts';
import type { Unreadable } from '../../snapshot.ts';
import { advise, type RepositoryRule } from '../rule.ts';

const WHY: Readonly<Record<Unreadable, readonly [message: string, fix: string]>> = {
  symlink: ['This is a symbolic link; links are never followed.', 'Replace the link by the document itself.'],
  submodule: ['This is a submodule; its files belong to another repository.', 'Keep the procedure in this repository.'],
  'lfs-pointer': [
    'This is a Git LFS pointer; the text is not in git.',
    'Take the file out of LFS (`git lfs untrack`).',
  ],
  binary: ['This is a binary file (it holds a NUL byte).', 'Save it as plain text in UTF-8.'],
  'not-utf8': ['This file is not valid UTF-8.', 'Save it as UTF-8.'],
  'utf-16': ['This file is UTF-16.', 'Save it as UTF-8.'],
  'too-large': ['This file is over 1 MiB and is not read.', 'Split it into smaller procedures.'],
  denied: [
    'This could not be opened, so nothing in it was looked at.',
    'Make it readable for the user that runs the check.',
  ],
  'path-not-utf8': ['The name of this file is not valid UTF-8.', 'Rename it.'],
};

/** A notice; a failure where the change made the file so (it is new, or could be read before). */
export const procedureReadable: RepositoryRule = {
  id: 'procedure-readable',
  level: 'notice',
  about: 'repository',
  notChecked: ({ survey: { absent } }) => {
    const [first, ...others] = absent;
    if (first === undefined) return null;
    return `the text of ${first}${others.length > 0 ? ` and ${others.length} more` : ''} is not in this clone`;
  },
  *check({ survey, base, changes }) {
    const unreadBefore = new Set(base?.unreadable.map((file) => file.path));
    const formerPath = new Map(changes?.map((change) => [change.path, change.previousPath ?? change.path]));
    for (const { path, unreadable } of survey.unreadable) {
      const [message, fix] = WHY[unreadable];
      const problem = { rule: 'procedure-readable', path, at: FILE_START, message, fix: advise(fix) } as const;
      const former = formerPath.get(path);
      const madeSo = base !== null && former !== undefined && !unreadBefore.has(former);
      yield madeSo ? { ...problem, level: 'failure' } : problem;
    }
  },
};
