/**
 * `count` columns of `length` rows for a batch to fill: those given, or fresh ones. Throws a RangeError when those given are
 * of another number or length.
 */
export function outputColumns(
  count: number,
  length: number,
  into: Float64Array[] | undefined,
): Float64Array[] {
  if (into === undefined) return Array.from({ length: count }, () => new Float64Array(length));
  if (into.length !== count || into.some((column) => column.length !== length)) {
    const lengths = into.map((column) => column.length).join(', ');
    throw new RangeError(
      `${into.length} columns of ${lengths} rows were given where ${count} of ${length} rows are filled`,
    );
  }
  return into;
}

/** As {@link outputColumns}, for an indicator of one output. */
export function outputColumn(length: number, into: Float64Array[] | undefined): Float64Array {
  return outputColumns(1, length, into)[0]!;
}
