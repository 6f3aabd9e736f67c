// test/stand-in: lists that show a new thing only after a while, as GitHub's do.

export type Births = {
  /** Notes that this thing was made just now. */
  readonly note: (kind: string, id: number) => void;
  /** Those that lists already show. */
  readonly shown: <T extends { readonly id: number }>(kind: string, items: readonly T[]) => readonly T[];
  /** Milliseconds from now on; 0 is no lag. */
  readonly setLag: (milliseconds: number) => void;
};

export function newBirths(): Births {
  const born = new Map<string, number>();
  let lag = 0;
  return {
    note: (kind, id) => born.set(`${kind} ${id}`, performance.now()),
    shown: (kind, items) =>
      lag === 0 ? items : items.filter(({ id }) => performance.now() - (born.get(`${kind} ${id}`) ?? -Infinity) >= lag),
    setLag: (milliseconds) => {
      lag = milliseconds;
    },
  };
}
