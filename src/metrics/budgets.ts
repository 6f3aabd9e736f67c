// metrics: what is left of GitHub's limits, of which each installation has its own.

/** What an answer's headers say of one of GitHub's limits. */
export type Budget = {
  readonly installation: number;
  /** `core`, `graphql`, …: `x-ratelimit-resource`. */
  readonly resource: string;
  readonly remaining: number;
  /** When the limit is whole again, in milliseconds as of `now`. */
  readonly resetsAt: number;
};

export type Budgets = {
  readonly set: (budget: Budget) => void;
  /** By resource, that of the installation that has least. One whose limit is whole again does not count. */
  readonly lowest: () => ReadonlyMap<string, number>;
};

export function createBudgets(now: () => number): Budgets {
  const known = new Map<string, Budget>();
  return {
    set: (budget) => void known.set(`${budget.installation} ${budget.resource}`, budget),
    lowest() {
      const lowest = new Map<string, number>();
      for (const [key, { resource, remaining, resetsAt }] of known) {
        if (resetsAt <= now()) known.delete(key);
        else lowest.set(resource, Math.min(remaining, lowest.get(resource) ?? remaining));
      }
      return lowest;
    },
  };
}
