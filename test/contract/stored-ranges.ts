interface StoredRange {
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}

/** Every range between two of the times, open ends among them, with several limits; and those of `all` that lie in it. */
export function* rangesOf<Row>(
  all: readonly Row[],
  timeOf: (row: Row) => number,
  times: readonly (number | undefined)[],
): Generator<{ range: StoredRange; expected: readonly Row[] }> {
  for (const from of times)
    for (const to of times)
      for (const limit of [undefined, 0, 1, 700, 1e6]) {
        const within = all.filter(
          (row) => timeOf(row) >= (from ?? 0) && timeOf(row) < (to ?? Number.POSITIVE_INFINITY),
        );
        yield {
          range: {
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            ...(limit === undefined ? {} : { limit }),
          },
          expected: within.slice(Math.max(0, within.length - (limit ?? within.length))),
        };
      }
}
