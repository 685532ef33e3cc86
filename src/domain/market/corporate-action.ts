/** How far prices of the past are restated on reading. */
export const ADJUSTMENTS = ['none', 'splits', 'all'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** What an issuer did that makes prices before and after its day differ without anyone having gained or lost. */
export interface CorporateAction {
  readonly kind: 'split' | 'dividend';
  /** Midnight UTC of the first day it shows in prices (the ex-date), milliseconds. */
  readonly time: number;
  /** New shares for one old, or cash a share as shares were counted on that day. */
  readonly value: number;
  /** The stored prices before it are restated for it already, so that reading must not restate them again. */
  readonly isInPrices: boolean;
}

/** What every price and volume before `time` (exclusive) is multiplied with. */
export interface AdjustmentFactor {
  readonly time: number;
  readonly price: number;
  readonly volume: number;
}

/**
 * One factor a day of actions, ascending. A split of n new shares for one divides prices by n and multiplies volumes
 * by n; a dividend D multiplies prices with 1 − D / C, where C is the last close before the ex-date, restated for a
 * split of the same day (the CRSP multiplier, as Yahoo Finance's adjusted close uses it). Volumes know no dividends.
 *
 * `closeBefore` gives that close for an ex-date, undefined when there is none: such a dividend changes nothing, as
 * does one of C or more.
 */
export function adjustmentFactors(
  actions: readonly CorporateAction[],
  adjustment: Adjustment,
  closeBefore: (time: number) => number | undefined,
): AdjustmentFactor[] {
  if (adjustment === 'none') return [];
  const pending = actions.filter((action) => !action.isInPrices);
  const days = [...new Set(pending.map((action) => action.time))].sort((a, b) => a - b);
  const factors: AdjustmentFactor[] = [];
  for (const time of days) {
    const values = (kind: CorporateAction['kind']) =>
      pending.filter((action) => action.time === time && action.kind === kind).map((action) => action.value);
    const shares = values('split').reduce((all, ratio) => all * ratio, 1);
    const cash = adjustment === 'all' ? values('dividend').reduce((all, amount) => all + amount, 0) : 0;
    const close = cash > 0 ? closeBefore(time) : undefined;
    const kept = close === undefined ? 1 : 1 - cash / (close / shares);
    const price = (kept > 0 ? kept : 1) / shares;
    if (price !== 1 || shares !== 1) factors.push({ time, price, volume: shares });
  }
  return factors;
}
