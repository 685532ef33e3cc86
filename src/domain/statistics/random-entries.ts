import { createSeededRandom } from '../values/seeded-random.ts';

/** A trade as far as chance is concerned: how long it was held and on which side. */
export interface HeldTrade {
  readonly bars: number;
  readonly side: 'long' | 'short';
}

export interface RandomEntryReport {
  /** Growth of the trades themselves as a fraction, costs apart. */
  readonly growth: number;
  /** Growth of each set of random entries, ascending. */
  readonly random: Float64Array;
  /** Share of the random sets that did as well or better, the trades themselves counted as one: a one-sided p-value. */
  readonly pValue: number;
}

/**
 * Whether the moments of entry matter: the same number of trades of the same lengths and sides, in another order and
 * with the pauses dealt out at random, from close to close (Davison & Hinkley 1997, 4.2, for the p-value).
 * `growth` is what the trades made. Throws a `RangeError` when there are no trades or they are longer than the bars.
 */
export function randomEntries(request: {
  readonly close: Float64Array;
  readonly trades: readonly HeldTrade[];
  readonly growth: number;
  readonly resamples: number;
  readonly seed: number;
}): RandomEntryReport {
  const { close, trades, growth, resamples, seed } = request;
  const held = trades.reduce((sum, { bars }) => sum + bars, 0);
  const pause = close.length - 1 - held;
  if (trades.length === 0) throw new RangeError('there are no trades whose entries could be random');
  if (pause < 0) throw new RangeError(`trades of ${held} bars do not fit into ${close.length} closes`);
  const random = createSeededRandom(seed);
  const order = Int32Array.from(trades, (_, i) => i);
  const cuts = new Float64Array(trades.length);
  const outcomes = new Float64Array(resamples);
  for (let n = 0; n < resamples; n++) {
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(random.next() * (i + 1));
      const value = order[i]!;
      order[i] = order[other]!;
      order[other] = value;
    }
    for (let i = 0; i < cuts.length; i++) cuts[i] = Math.floor(random.next() * (pause + 1));
    cuts.sort();
    let value = 1;
    let passed = 0;
    for (let i = 0; i < cuts.length; i++) {
      const { bars, side } = trades[order[i]!]!;
      const entry = cuts[i]! + passed;
      const change = close[entry + bars]! / close[entry]! - 1;
      value *= Math.max(0, 1 + (side === 'long' ? change : -change));
      passed += bars;
    }
    outcomes[n] = value - 1;
  }
  outcomes.sort();
  let better = 0;
  for (const outcome of outcomes) if (outcome >= growth) better += 1;
  return { growth, random: outcomes, pValue: (better + 1) / (resamples + 1) };
}
