// test/reliability: how often each of these is tried: a sample in every run, the plan's counts with RELIABILITY=1.

export const IS_FULL = process.env['RELIABILITY'] === '1';

/** The plan's count, or a sample of it. */
export function count(full: number, sample: number): number {
  return IS_FULL ? full : sample;
}

/** Of `all`, one in nine in every run, another for each of nine turns; with RELIABILITY=1 all. */
export function sampled<T>(all: readonly T[], turn: number): readonly T[] {
  return IS_FULL ? all : all.filter((_, at) => at % 9 === turn % 9);
}
