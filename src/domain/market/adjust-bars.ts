import { allocateBars, type BarColumns, lowerBound } from './bar.ts';
import type { AdjustmentFactor } from './corporate-action.ts';

/**
 * Bars restated by every factor that lies after them, as new columns; the given ones stay as they are, and are the
 * answer when nothing changes. Prices are not rounded: a close of 130.31 before two splits of 2 reads 32.5775.
 */
export function adjustBars(bars: BarColumns, factors: readonly AdjustmentFactor[]): BarColumns {
  const applying = factors.filter((factor) => lowerBound(bars, factor.time) > 0);
  if (applying.length === 0) return bars;
  const adjusted = allocateBars(bars.length);
  adjusted.time.set(bars.time);
  let price = 1;
  let volume = 1;
  let end = bars.length;
  for (const factor of [...applying.sort((a, b) => b.time - a.time), undefined]) {
    const start = factor ? lowerBound(bars, factor.time) : 0;
    for (let i = start; i < end; i++) {
      adjusted.open[i] = bars.open[i]! * price;
      adjusted.high[i] = bars.high[i]! * price;
      adjusted.low[i] = bars.low[i]! * price;
      adjusted.close[i] = bars.close[i]! * price;
      adjusted.volume[i] = bars.volume[i]! * volume;
    }
    end = start;
    price *= factor?.price ?? 1;
    volume *= factor?.volume ?? 1;
  }
  return adjusted;
}
