// github: what GitHub, or the way to it, did to a request.

/** How a request ended without a usable answer. */
export type NoAnswerKind = 'timeout' | 'network' | 'unreadable' | 'too-long';

/** There is no answer, or none that can be used: too late, cut short, not what it says it is. Nothing of it is ever used. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly kind: NoAnswerKind;

  constructor(kind: NoAnswerKind, options?: ErrorOptions) {
    super(REASONS[kind], options);
    this.kind = kind;
  }
}

const REASONS: Readonly<Record<NoAnswerKind, string>> = {
  timeout: 'GitHub did not answer in 10 seconds',
  network: 'GitHub cannot be reached',
  unreadable: "GitHub's answer cannot be read",
  'too-long': "GitHub's answer is too long",
};

/** What was being done, for a person: `read`, `the files of acme/ops#7`. */
export type Doing = { readonly verb: string; readonly object: string };

export type Failing = Doing & {
  /** Without text from outside and without a full stop: `GitHub answered 502`. It may stand in a check run. */
  readonly reason: string;
  /** The status of GitHub's answer; null where there was none. */
  readonly status: number | null;
  /** Whether the same request may succeed later. False: a person has to change something first. */
  readonly isRetryable: boolean;
  /** Whether less at a time may succeed: GitHub ran out of time or of what it grants to one query. */
  readonly isTooMuch?: boolean;
};

/** GitHub could not be read or written. Nothing is known of what was asked for; a write may have happened. */
export class GitHubFailed extends Error {
  override readonly name = 'GitHubFailed';
  readonly verb: string;
  readonly object: string;
  readonly reason: string;
  readonly status: number | null;
  readonly isRetryable: boolean;
  readonly isTooMuch: boolean;

  constructor({ verb, object, reason, status, isRetryable, isTooMuch = false }: Failing, options?: ErrorOptions) {
    super(`Could not ${verb} ${object}: ${reason}`, options);
    this.verb = verb;
    this.object = object;
    this.reason = reason;
    this.status = status;
    this.isRetryable = isRetryable;
    this.isTooMuch = isTooMuch;
  }
}

/** GitHub asks for a pause: nothing is to be sent for this installation before `retryAfterMs` are over. */
export class Limited extends Error {
  override readonly name = 'Limited';
  readonly verb: string;
  readonly object: string;
  readonly retryAfterMs: number;
  /** GitHub did not ask for it: it is our own limit for such a request, and others may go on. */
  readonly isOwn: boolean;

  constructor(
    { verb, object }: Doing,
    retryAfterMs: number,
    { isOwn = false, ...options }: ErrorOptions & { readonly isOwn?: boolean } = {},
  ) {
    super(`Could not ${verb} ${object}: ${isOwn ? 'our own' : "GitHub's"} rate limit is reached`, options);
    this.verb = verb;
    this.object = object;
    this.retryAfterMs = retryAfterMs;
    this.isOwn = isOwn;
  }
}

/** A request was not sent, for it would have passed a limit. */
export class OverLimit extends Error {
  override readonly name = 'OverLimit';
  readonly waitMs: number;
  /** GitHub asked for it. */
  readonly isGitHubs: boolean;

  constructor(waitMs: number, isGitHubs: boolean) {
    super(`Nothing is sent for ${Math.ceil(waitMs)} ms`);
    this.waitMs = waitMs;
    this.isGitHubs = isGitHubs;
  }
}

/** What cannot be read in any number of tries; `reason` says why, as `Failing.reason` does. */
export function outOfReach(doing: Doing, reason: string): GitHubFailed {
  return new GitHubFailed({ ...doing, reason, status: null, isRetryable: false });
}

/** What was read does not fit together, because it changed meanwhile: read it again. */
export function changedMeanwhile(doing: Doing): GitHubFailed {
  return new GitHubFailed({ ...doing, reason: 'it changed while it was read', status: null, isRetryable: true });
}
