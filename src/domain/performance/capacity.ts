import { quantileOfSorted } from '../statistics/quantile.ts';
import type { MeasuredTrade } from './measured-trade.ts';

/** How large an account the trades could have been made with. */
export interface CapacityEstimate {
  /** Account value, in its currency, at which nineteen entries in twenty stay within the participation. */
  readonly equity: number;
  /** Share of a bar's volume that one entry may be, 0 to 1. */
  readonly participation: number;
  /** Largest share of a bar's volume that an entry was in this run, 0 to 1. */
  readonly largestShare: number;
  /** Entries whose bar has a volume. */
  readonly entries: number;
}

/**
 * Scales every entry until it is `participation` of its bar's volume and takes the fifth percentile of the account
 * values this gives; an estimate of order of magnitude, no market impact in it. `equityAt` is the account's value when
 * a trade was entered. Null when no bar has a volume.
 */
export function estimateCapacity(
  trades: readonly MeasuredTrade[],
  equityAt: (trade: MeasuredTrade) => number,
  participation = 0.05,
): CapacityEstimate | null {
  const known = trades.filter(
    ({ entryVolume, quantity }) => entryVolume !== null && entryVolume > 0 && quantity > 0,
  );
  if (known.length === 0) return null;
  const scaled = Float64Array.from(
    known,
    (trade) => (equityAt(trade) * participation * trade.entryVolume!) / trade.quantity,
  ).sort();
  return {
    equity: quantileOfSorted(scaled, 0.05),
    participation,
    largestShare: known.reduce((most, trade) => Math.max(most, trade.quantity / trade.entryVolume!), 0),
    entries: known.length,
  };
}
