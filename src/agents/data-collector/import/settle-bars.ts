import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import type { BarBatch } from './bar-batch.ts';
import type { RowPlaces } from './row-places.ts';
import type { RejectedRow } from './row-reader.ts';

/** Bars of a batch, times strictly ascending, each with its place among the rows. */
export interface SettledBars {
  readonly bars: BarColumns;
  readonly place: Uint32Array;
  /** Rows that repeat an earlier one with equal values. */
  readonly duplicate: number;
  /** Rows that give other values for the time of an earlier one. */
  readonly rejected: readonly RejectedRow[];
}

/** Sorts a batch; of two rows for one time the earlier stays. Bars are copies: the batch may be used again. */
export function settleBars(
  batch: BarBatch,
  { places, series, isDaily }: { places: RowPlaces; series: number; isDaily: boolean },
): SettledBars {
  const { bars, place, length } = batch;
  if (batch.isAscending) {
    const settled = allocateBars(length);
    for (const field of BAR_FIELDS) settled[field].set(bars[field].subarray(0, length));
    return { bars: settled, place: place.slice(0, length), duplicate: 0, rejected: [] };
  }
  const order = Uint32Array.from({ length }, (_, i) => i).sort(
    (a, b) => bars.time[a]! - bars.time[b]! || a - b,
  );
  const sorted = allocateBars(length);
  const sortedPlace = new Uint32Array(length);
  const rejected: RejectedRow[] = [];
  let duplicate = 0;
  let last = -1;
  for (const index of order) {
    if (last >= 0 && sorted.time[last] === bars.time[index]) {
      if (BAR_FIELDS.every((field) => sorted[field][last] === bars[field][index])) duplicate++;
      else {
        const at = place[index]!;
        const line = places.line(sortedPlace[last]!);
        const reason = `line ${line} gives other values for ${timeText(bars.time[index]!, isDaily)}`;
        rejected.push({ series, line: places.line(at), reason, raw: places.raw(at), isReleasable: true });
      }
      continue;
    }
    last++;
    for (const field of BAR_FIELDS) sorted[field][last] = bars[field][index]!;
    sortedPlace[last] = place[index]!;
  }
  return { ...cutBars(sorted, sortedPlace, last + 1), duplicate, rejected };
}

/** Bars and places without those whose flag is set. */
export function withoutBars(
  { bars, place }: Pick<SettledBars, 'bars' | 'place'>,
  isOut: Uint8Array,
): Pick<SettledBars, 'bars' | 'place'> {
  let kept = 0;
  for (let i = 0; i < bars.length; i++) {
    if (isOut[i]) continue;
    if (kept !== i) {
      for (const field of BAR_FIELDS) bars[field][kept] = bars[field][i]!;
      place[kept] = place[i]!;
    }
    kept++;
  }
  return cutBars(bars, place, kept);
}

function cutBars(bars: BarColumns, place: Uint32Array, length: number): Pick<SettledBars, 'bars' | 'place'> {
  const cut = (column: Float64Array) => column.subarray(0, length);
  return {
    bars: {
      length,
      time: cut(bars.time),
      open: cut(bars.open),
      high: cut(bars.high),
      low: cut(bars.low),
      close: cut(bars.close),
      volume: cut(bars.volume),
    },
    place: place.subarray(0, length),
  };
}

/** `2013-03-01`, or with the time of day. */
export function timeText(time: number, isDaily: boolean): string {
  const text = new Date(time).toISOString();
  return isDaily ? text.slice(0, 10) : text;
}
