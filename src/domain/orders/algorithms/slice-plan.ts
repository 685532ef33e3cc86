import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, decimalFromNumber } from '#domain/values/decimal';
import { createSeededRandom } from '#domain/values/seeded-random';

/** One part of an order that is worked over time. */
export interface Slice {
  /** From 1. */
  readonly number: number;
  /** When it is due, milliseconds. */
  readonly time: number;
  /** Its part of the whole against those of the others; never negative. */
  readonly weight: Decimal;
}

/** Equal weights, for equal slices. */
export function evenWeights(count: number): Decimal[] {
  return Array.from({ length: count }, () => DECIMAL_ONE);
}

/** Weights from shares of any sum. Throws a `RangeError` when one is negative or none is above zero. */
export function weightsOfShares(shares: readonly number[]): Decimal[] {
  if (!shares.some((share) => share > 0) || shares.some((share) => !(share >= 0)))
    throw new RangeError('shares of volume must be zero or more, and one of them above zero');
  return shares.map(decimalFromNumber);
}

/**
 * Slices at equal distances from `startTime` (inclusive) to `endTime` (exclusive), one a weight. With a jitter each is
 * late by a part of it, drawn from the seed: their order stays, and none is later than the next was due.
 */
export function planSlices(options: {
  readonly startTime: number;
  readonly endTime: number;
  readonly weights: readonly Decimal[];
  /** Share of the distance, 0 to below 1. */
  readonly jitter?: number;
  readonly seed?: number;
}): Slice[] {
  const { startTime, endTime, weights, jitter = 0, seed = 0 } = options;
  const distance = (endTime - startTime) / weights.length;
  const random = createSeededRandom(seed);
  return weights.map((weight, index) => ({
    number: index + 1,
    time: Math.floor(startTime + distance * (index + jitter * random.next())),
    weight,
  }));
}

/**
 * The newest slice that is due and later than the last one sent. Those between were missed, while paused or away: they
 * are not made up for at once, {@link sliceQuantity} spreads what they would have taken over the ones left.
 */
export function dueSlice(slices: readonly Slice[], lastSent: number, now: number): Slice | undefined {
  return slices.filter(({ number, time }) => number > lastSent && time <= now).at(-1);
}

/** The next slice after the last one sent that is not due yet. */
export function nextSlice(slices: readonly Slice[], lastSent: number, now: number): Slice | undefined {
  return slices.find(({ number, time }) => number > lastSent && time > now);
}

/**
 * What a slice takes of the quantity that is left: its part among those from it on, down to whole lots. The last with a
 * weight takes all that is left, so nothing is lost to rounding, and no slice is off its part by more than a lot.
 */
export function sliceQuantity(
  left: Decimal,
  slices: readonly Slice[],
  number: number,
  lot: Decimal,
): Decimal {
  const slice = slices.find((one) => one.number === number);
  if (!slice || left <= DECIMAL_ZERO) return DECIMAL_ZERO;
  const later = slices.reduce((sum, one) => (one.number > number ? sum + one.weight : sum), DECIMAL_ZERO);
  if (later === DECIMAL_ZERO) return left;
  const exact = (left * slice.weight) / (slice.weight + later);
  return exact - (exact % lot);
}
