import type { BarColumns } from './bar.ts';

type Field = 'open' | 'high' | 'low' | 'close';

/** How far the prices of each bar stand from those of the bars beside it, in robust standard deviations. */
export interface PriceContinuity {
  readonly bars: BarColumns;
  /** Robust z of a price of a bar against the closes beside it; infinite when it is no price at all. */
  of(index: number, field: Field): number;
  /** Every price of the bar is that of the bar before. */
  isStale(index: number): boolean;
  /** The high or low of the bar does not hold its open and close. */
  isTorn(index: number): boolean;
}

/** One that is this far off, while the other is not, is taken for the wrong one. */
const BROKEN_Z = 6;
const USUAL_Z = 4;
const REACH = 20;
/** Vendors that average or round each price for itself may put a close a little above the high. */
const TORN = 1.001;

export function priceContinuity(bars: BarColumns): PriceContinuity {
  const { close, length } = bars;
  const jump = (i: number): number => Math.abs(Math.log(close[i + 1]! / close[i]!));
  return {
    bars,
    of(index, field) {
      const price = bars[field][index]!;
      if (!(price > 0 && price < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
      const beside = [close[index - 1], close[index + 1]].filter((value) => value !== undefined && value > 0);
      if (beside.length === 0) return 0;
      const expected = beside.reduce<number>((sum, value) => sum + Math.log(value!), 0) / beside.length;
      const jumps: number[] = [];
      for (let i = Math.max(0, index - REACH); i < Math.min(length - 1, index + REACH); i++)
        if (i !== index && i + 1 !== index && jump(i) < Number.POSITIVE_INFINITY) jumps.push(jump(i));
      const usual = jumps.sort((a, b) => a - b)[jumps.length >> 1] ?? 0;
      return Math.abs(Math.log(price) - expected) / Math.max(1e-6, 1.4826 * usual);
    },
    isStale: (index) =>
      index > 0 &&
      (['open', 'high', 'low', 'close'] as const).every(
        (field) => bars[field][index] === bars[field][index - 1],
      ),
    isTorn: (index) => {
      const [open, high, low, last] = [bars.open[index]!, bars.high[index]!, bars.low[index]!, close[index]!];
      return !(high * TORN >= Math.max(open, last) && low <= Math.min(open, last) * TORN);
    },
  };
}

/**
 * Which of two sources (0 or 1) has the wrong bar, undefined when nothing tells. `rows` are the places of the bar in
 * either. A bar that cannot be (low above close), repeats the one before or leaps away is wrong if the other's is not.
 */
export function judgeByContinuity(
  continuity: readonly PriceContinuity[],
  rows: readonly [number, number],
  fields: readonly Field[],
): 0 | 1 | undefined {
  const [first, second] = continuity;
  if (!first || !second) return undefined;
  for (const sign of ['isTorn', 'isStale'] as const) {
    const [a, b] = [first[sign](rows[0]), second[sign](rows[1])];
    if (a !== b) return a ? 0 : 1;
  }
  const worst = (one: PriceContinuity, row: number): number =>
    fields.reduce((most, field) => Math.max(most, one.of(row, field)), 0);
  const [a, b] = [worst(first, rows[0]), worst(second, rows[1])];
  if (a > BROKEN_Z && b < USUAL_Z) return 0;
  if (b > BROKEN_Z && a < USUAL_Z) return 1;
  return undefined;
}
