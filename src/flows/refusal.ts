// flows: what GitHub refused for good.
import { GitHubFailed } from '../github/failure.ts';

/** What a later try would not change: the app may not, the thing is gone, or issues are off. */
const CANNOT = new Set([403, 404, 410, 422, 451]);

export function isRefusal(error: unknown): boolean {
  return error instanceof GitHubFailed && error.status !== null && CANNOT.has(error.status);
}
