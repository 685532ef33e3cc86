export type SortDirection = 'ascending' | 'descending';

/** A sorted copy; numbers by size, texts by locale, rows without a value last in either direction, ties as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  sortBy: (row: Row) => string | number | null,
  direction: SortDirection,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((rowA, rowB) => {
    const a = sortBy(rowA);
    const b = sortBy(rowB);
    if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}

/** As {@link sortRows}, but rows that are beneath another one stay beneath it, in the order they came. */
export function sortTogether<Row>(
  rows: readonly Row[],
  isBeneath: ((row: Row) => boolean) | undefined,
  sortBy: (row: Row) => string | number | null,
  direction: SortDirection,
): Row[] {
  if (isBeneath === undefined) return sortRows(rows, sortBy, direction);
  const families = splitBefore(rows, (row) => !isBeneath(row)).filter(({ length }) => length > 0);
  return sortRows(families, ([head]) => (head === undefined ? null : sortBy(head)), direction).flat();
}

/** The rows in runs, each of which but the first begins with a row that `begins` one. */
export function splitBefore<Row>(rows: readonly Row[], begins: (row: Row) => boolean): Row[][] {
  const runs: Row[][] = [[]];
  for (const row of rows) {
    if (begins(row)) runs.push([]);
    runs.at(-1)?.push(row);
  }
  return runs;
}

function isMissing(value: string | number | null): value is null {
  return value === null || Number.isNaN(value);
}
