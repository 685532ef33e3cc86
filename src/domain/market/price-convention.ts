import { type BarColumns, lowerBound } from './bar.ts';
import type { CorporateAction } from './corporate-action.ts';

/** Prices as they were traded, or restated for the splits that followed. */
export const PRICE_CONVENTIONS = ['raw', 'adjusted'] as const;
export type PriceConvention = (typeof PRICE_CONVENTIONS)[number];

/**
 * How prices stand to the splits that are told with them. As traded, a close falls by the split's ratio over its day;
 * restated, it goes on. Each split with a bar on both sides counts for what it is nearer to; raw when none tells.
 */
export function findPriceConvention(bars: BarColumns, actions: readonly CorporateAction[]): PriceConvention {
  let raw = 0;
  let adjusted = 0;
  for (const { kind, time, value } of actions) {
    const at = lowerBound(bars, time);
    if (kind !== 'split' || at === 0 || at === bars.length) continue;
    const fall = Math.log(bars.close[at - 1]! / bars.open[at]!);
    if (Math.abs(fall - Math.log(value)) < Math.abs(fall)) raw++;
    else adjusted++;
  }
  return adjusted > raw ? 'adjusted' : 'raw';
}
