// flows: a repository was indexed, or owners stand otherwise → its feedback is looked at.
import { labelledIssues } from '../github/labelled-issues.ts';
import { hasOpenFeedback } from '../store/feedback.ts';
import type { Job, RepositoryRef } from './job.ts';
import type { Tools } from './tools.ts';

/** Open feedback of an installation moves along with its owners, where there is any. */
export async function followOpen({ store, send }: Tools, installation: number): Promise<void> {
  if (await hasOpenFeedback(store, installation)) await send([{ kind: 'follow-feedback', installation, people: [] }]);
}

/** A repository is configured for the first time, or the store has lost it: what was filed before is routed now. */
export async function routeEarlier(tools: Tools, repository: RepositoryRef, label: string): Promise<void> {
  const github = tools.connection.readingIssues(repository.installation);
  const numbers = await labelledIssues(github, repository, label);
  await tools.send(numbers.map((issue): Job => ({ kind: 'route-feedback', repository, issue })));
}
