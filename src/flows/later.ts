// flows: this is not the time. The job is put back and its worker freed; it does not count as a try.
export class Later extends Error {
  override readonly name = 'Later';
  readonly afterMs: number;

  constructor(afterMs: number, why: string) {
    super(`Put off for ${Math.ceil(afterMs)} ms: ${why}`);
    this.afterMs = afterMs;
  }
}

/** What an operator holds back is asked for again so often. */
export const HELD_MS = 30_000;

/** An operator holds back what was about to be written to. */
export class HeldBack extends Later {
  constructor(repository: string) {
    super(HELD_MS, `${repository} is paused`);
  }
}
