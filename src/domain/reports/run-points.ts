import { drawdowns } from '../statistics/drawdown.ts';
import type { TearSheetCurve } from './tear-sheet.ts';
import type { RunColumns } from './tear-sheet-input.ts';

const BUCKETS = 590;

/** Index of the newest time that is not after `instant`, 0 when there is none. */
export function indexAt(time: Float64Array, instant: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** A curve for a screen: at most 1,200 points, with the first, the last, every stretch's extremes and the worst low. */
export function thinCurve(columns: RunColumns): TearSheetCurve {
  const { time, equity, benchmark, exposure } = columns;
  const depth = drawdowns(equity);
  const kept = keptIndices(equity, depth);
  return {
    time: kept.map((i) => time[i]!),
    equity: kept.map((i) => equity[i]!),
    benchmark: benchmark ? kept.map((i) => benchmark[i]!) : null,
    // Adding zero makes −0 an ordinary nought.
    drawdownPct: kept.map((i) => -depth[i]! * 100 + 0),
    exposurePct: kept.map((i) => exposure[i]! * 100),
  };
}

function keptIndices(equity: Float64Array, depth: Float64Array): number[] {
  const { length } = equity;
  if (length <= BUCKETS * 2) return Array.from(equity, (_, i) => i);
  const kept = new Set([0, length - 1, indexOfLargest(depth)]);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const from = Math.floor((bucket * length) / BUCKETS);
    const to = Math.floor(((bucket + 1) * length) / BUCKETS);
    let [lowest, highest] = [from, from];
    for (let i = from + 1; i < to; i++) {
      if (equity[i]! < equity[lowest]!) lowest = i;
      if (equity[i]! > equity[highest]!) highest = i;
    }
    kept.add(lowest).add(highest);
  }
  return [...kept].sort((a, b) => a - b);
}

function indexOfLargest(values: Float64Array): number {
  let found = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[found]!) found = i;
  return found;
}
