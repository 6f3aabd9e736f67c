// github: an error of Octokit's or of the network's → one of ours.
import { type Doing, GitHubFailed, Limited, NoAnswer, OverLimit } from './failure.ts';

type Headers = Readonly<Record<string, unknown>>;

/** GitHub's advice where a limit names no time: wait at least a minute ("Best practices for using the REST API"). */
const MINUTE_MS = 60_000;
/** A limit ends within the hour; a header that says otherwise is not believed. */
const LONGEST_MS = 65 * MINUTE_MS;
/** No number of tries changes these: a permission that is missing, a suspension, something gone or withheld for good. */
const FINAL = new Set([403, 410, 451]);

/** `error` as a `Limited` or a `GitHubFailed` of `doing`. What is neither GitHub's nor the network's doing is passed on as it is. */
export function toFailure(doing: Doing, error: unknown): unknown {
  if (error instanceof GitHubFailed || error instanceof Limited) return error;
  if (error instanceof OverLimit) return new Limited(doing, error.waitMs, { cause: error, isOwn: !error.isGitHubs });
  const noAnswer = noAnswerIn(error);
  if (noAnswer) return withoutAnswer(doing, noAnswer);
  const answer = answerIn(error);
  if (answer === null) return error;
  const { status, headers, message } = answer;
  if (isLimit(status, headers, message)) return new Limited(doing, pauseOf(headers), { cause: error });
  const reason = `GitHub answered ${status}`;
  const isTooMuch = status === 502 || status === 504;
  return new GitHubFailed({ ...doing, reason, status, isRetryable: !FINAL.has(status), isTooMuch }, { cause: error });
}

/** The pause that GitHub asks for in this answer or error of Octokit's; null where it asks for none. */
export function limitIn(answer: unknown): { readonly kind: 'primary' | 'secondary'; readonly pauseMs: number } | null {
  if (answer instanceof Limited) return answer.isOwn ? null : { kind: 'secondary', pauseMs: answer.retryAfterMs };
  const headers = limitedBy(answer);
  if (headers === null) return null;
  const kind = numberOf(headers['x-ratelimit-remaining']) === 0 ? 'primary' : 'secondary';
  return { kind, pauseMs: pauseOf(headers) };
}

/** The headers of an answer that says so, with whatever status. */
function limitedBy(answer: unknown): Headers | null {
  if (isRecord(answer) && answer['status'] === 200) {
    const { data, headers } = answer;
    return isRecord(data) && isGraphqlLimit(data['errors']) && isRecord(headers) ? headers : null;
  }
  const error = answerIn(answer);
  return error && isLimit(error.status, error.headers, error.message) ? error.headers : null;
}

/** GraphQL says so with status 200. */
export function isGraphqlLimit(errors: unknown): boolean {
  if (!Array.isArray(errors)) return false;
  return errors.some(
    (error) => isRecord(error) && (error['type'] === 'RATE_LIMITED' || /rate limit/i.test(String(error['message']))),
  );
}

/** How long to wait, in milliseconds, by the headers of an answer that says that a limit is reached. */
export function pauseOf(headers: Headers): number {
  const seconds = numberOf(headers['retry-after']);
  if (seconds !== null) return within(seconds * 1000);
  if (numberOf(headers['x-ratelimit-remaining']) !== 0) return MINUTE_MS;
  const reset = numberOf(headers['x-ratelimit-reset']);
  // Both are GitHub's clock: ours may be wrong.
  const now = typeof headers['date'] === 'string' ? Date.parse(headers['date']) : Number.NaN;
  const wait = reset === null ? Number.NaN : reset * 1000 - (Number.isNaN(now) ? Date.now() : now);
  return Number.isNaN(wait) ? MINUTE_MS : within(wait);
}

function withoutAnswer(doing: Doing, noAnswer: NoAnswer): GitHubFailed {
  const { kind, message: reason } = noAnswer;
  const isTooMuch = kind === 'timeout' || kind === 'too-long';
  return new GitHubFailed(
    { ...doing, reason, status: null, isRetryable: kind !== 'too-long', isTooMuch },
    { cause: noAnswer },
  );
}

/** Octokit wraps what `fetch` throws. */
function noAnswerIn(error: unknown): NoAnswer | null {
  if (error instanceof NoAnswer) return error;
  const cause = isRecord(error) ? error['cause'] : null;
  return cause instanceof NoAnswer ? cause : null;
}

function answerIn(error: unknown) {
  if (!isRecord(error) || typeof error['status'] !== 'number') return null;
  const response = isRecord(error['response']) ? error['response'] : {};
  const headers = isRecord(response['headers']) ? response['headers'] : {};
  const data = isRecord(response['data']) ? response['data'] : {};
  return { status: error['status'], headers, message: typeof data['message'] === 'string' ? data['message'] : '' };
}

/** GitHub says 403 or 429 for both limits; a 403 without a mark of a limit is a missing permission. */
function isLimit(status: number, headers: Headers, message: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (numberOf(headers['retry-after']) !== null || numberOf(headers['x-ratelimit-remaining']) === 0) return true;
  return /secondary rate limit|rate limit exceeded|abuse detection/i.test(message.slice(0, 1000));
}

function within(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 1000), LONGEST_MS);
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
