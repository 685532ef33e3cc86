import { QUOTE_FIELDS, type TickKind, TRADE_FIELDS } from '#domain/market/tick-columns';

/** Ticks as bare columns, in the order of `TRADE_FIELDS` or `QUOTE_FIELDS`: time first, sequence last. */
export interface TickTable {
  readonly length: number;
  readonly columns: readonly Float64Array[];
}

/** Columns of `length` zeros. */
export function allocateTable(kind: TickKind, length: number): TickTable {
  const fields = kind === 'trades' ? TRADE_FIELDS : QUOTE_FIELDS;
  return { length, columns: fields.map(() => new Float64Array(length)) };
}

/** A view (no copy) of the ticks from `start` (inclusive) to `end` (exclusive). */
export function sliceTable({ columns }: TickTable, start: number, end: number): TickTable {
  return { length: end - start, columns: columns.map((column) => column.subarray(start, end)) };
}

/** Copies `source` into `target` from `offset` on. */
export function copyTable(source: TickTable, target: TickTable, offset: number): void {
  source.columns.forEach((column, c) => {
    target.columns[c]!.set(column, offset);
  });
}

/** Index of the first tick at or after `time`; the length when there is none. */
export function lowerBoundTick({ columns, length }: TickTable, time: number): number {
  const times = columns[0]!;
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts ticks into tables of about `size`, the last of up to twice that, never between two of equal time.
 * The tables are views.
 */
export function* cutTable(ticks: TickTable, size: number): Generator<TickTable> {
  const time = ticks.columns[0]!;
  let start = 0;
  while (ticks.length - start > 2 * size) {
    let end = start + size;
    while (end < ticks.length && time[end] === time[end - 1]) end++;
    yield sliceTable(ticks, start, end);
    start = end;
  }
  if (start < ticks.length) yield sliceTable(ticks, start, ticks.length);
}
