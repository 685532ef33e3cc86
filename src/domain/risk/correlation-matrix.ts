/**
 * Pearson correlations of return columns of equal length: symmetric, ones on the diagonal. An entry is null when
 * one of the two columns does not vary. Throws a `RangeError` when lengths differ.
 */
export function correlationMatrix(columns: readonly Float64Array[]): (number | null)[][] {
  const length = columns[0]?.length ?? 0;
  const odd = columns.findIndex((column) => column.length !== length);
  if (odd >= 0)
    throw new RangeError(`column ${odd + 1} has ${columns[odd]!.length} returns, the first has ${length}`);
  const centred = columns.map(centre);
  const norms = centred.map((column) => Math.sqrt(dot(column, column)));
  return centred.map((a, i) =>
    centred.map((b, j) => {
      if (norms[i] === 0 || norms[j] === 0) return null;
      return i === j ? 1 : Math.max(-1, Math.min(1, dot(a, b) / (norms[i]! * norms[j]!)));
    }),
  );
}

function centre(column: Float64Array): Float64Array {
  // A constant column must come out as exact zeros, which subtracting a rounded mean would not give.
  if (column.every((value) => value === column[0])) return new Float64Array(column.length);
  const average = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - average);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
