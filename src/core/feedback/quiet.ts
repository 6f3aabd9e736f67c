// core/feedback: when the app keeps silent.

/** A reply that was written. `procedure`: its `procedureKey`; null: none was found. `at`: milliseconds since the epoch. */
export type Reply = { readonly reporter: string; readonly procedure: string | null; readonly at: number };

const HOUR_MS = 3_600_000;

/** Whether a reply may be written now: at most one for each reporter, procedure and hour. */
export function mayReply(history: readonly Reply[], next: Reply): boolean {
  return !history.some(
    ({ reporter, procedure, at }) =>
      reporter.toLowerCase() === next.reporter.toLowerCase() &&
      procedure === next.procedure &&
      Math.abs(next.at - at) < HOUR_MS,
  );
}

/** Whether somebody's feedback counts: every person's, and of bots those that the configuration allows (`bots.allow`). */
export function isHeard(
  author: { readonly login: string; readonly isBot: boolean },
  allow: readonly string[],
): boolean {
  const bare = (login: string) => login.toLowerCase().replace(/\[bot\]$/, '');
  return !author.isBot || allow.some((login) => bare(login) === bare(author.login));
}
