// github: what GitHub itself says of CODEOWNERS.
import { z } from 'zod';
import type { CodeownersError } from '../core/snapshot.ts';
import { ask } from './ask.ts';
import { fullName, type GitHub, type RepositoryName } from './github.ts';
import { remember } from './memory.ts';

/** Lines may become right or wrong while the file stays, as teams come and go. */
const KEPT_MS = 60_000;

const ERRORS = z.object({
  errors: z.array(
    z.object({
      path: z.string(),
      line: z.int(),
      column: z.int(),
      kind: z.string(),
      message: z.string(),
      suggestion: z.string().nullish(),
    }),
  ),
});

/**
 * The lines that GitHub skips in the CODEOWNERS file of the commit `sha`, which is known to be there: an answer that there is none is a
 * failure. Kept for a minute.
 */
export function readCodeownersErrors(
  github: GitHub,
  repository: RepositoryName,
  sha: string,
): Promise<readonly CodeownersError[]> {
  const key = { text: `codeowners errors ${fullName(repository).toLowerCase()} ${sha}`, keptForMs: KEPT_MS };
  return remember(github.memory, key, async () => {
    const doing = { verb: 'read', object: `the errors in CODEOWNERS of ${fullName(repository)}` };
    const request = {
      route: 'GET /repos/{owner}/{repo}/codeowners/errors',
      parameters: { owner: repository.owner, repo: repository.name, ref: sha },
    };
    const { data } = await ask(github, doing, request, ERRORS);
    return data.errors.map((error) => ({ ...error, suggestion: error.suggestion ?? null }));
  });
}
