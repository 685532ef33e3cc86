/** A round trip with everything a report tells of it. Money in account currency, times in milliseconds. */
export interface MeasuredTrade {
  readonly symbol: string;
  readonly strategy: string;
  readonly sector?: string;
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  /** Null while the position is open; then `pnl` is at the newest close. */
  readonly exitTime: number | null;
  readonly exitPrice: number | null;
  /** After fees. */
  readonly pnl: number;
  /** Percent of the entry value. */
  readonly returnPct: number;
  readonly fees: number;
  /** Bars from entry to exit. */
  readonly bars: number;
  /** Worst loss while it was on, percent of the entry price, zero or negative (Sweeney's maximum adverse excursion). */
  readonly maePct: number | null;
  /** Best gain while it was on, percent of the entry price, zero or positive. */
  readonly mfePct: number | null;
  /** Units traded in the whole market on the bar it was entered on; null or 0 when not known. */
  readonly entryVolume: number | null;
}

/**
 * The furthest that price went against and for a position, in percent of the entry price. `high` and `low` are of the
 * bars it was held through, from `from` to `to`, both included; `exitPrice` counts too.
 */
export function excursions(
  position: { readonly side: 'long' | 'short'; readonly entryPrice: number; readonly exitPrice: number },
  bars: { readonly high: Float64Array; readonly low: Float64Array },
  from: number,
  to: number,
): { readonly maePct: number; readonly mfePct: number } {
  const { side, entryPrice, exitPrice } = position;
  let highest = Math.max(entryPrice, exitPrice);
  let lowest = Math.min(entryPrice, exitPrice);
  for (let i = from; i <= to; i++) {
    if (bars.high[i]! > highest) highest = bars.high[i]!;
    if (bars.low[i]! < lowest) lowest = bars.low[i]!;
  }
  const up = (highest / entryPrice - 1) * 100;
  const down = (lowest / entryPrice - 1) * 100;
  return side === 'long' ? { maePct: down, mfePct: up } : { maePct: -up, mfePct: -down };
}
