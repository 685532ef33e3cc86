import { DECIMAL_ZERO, type Decimal, decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';

/**
 * What to send now to have taken `share` of the volume that has traded: the part of it that is neither filled nor
 * working yet, in whole lots, no more than is left and than one child may be. Zero while less than a lot is due, but for
 * the very last lot of the order.
 */
export function participationQuantity(options: {
  /** Volume of the market since the order began, in units. */
  readonly volume: number;
  /** Above 0, at most 1. */
  readonly share: number;
  /** Filled or working already. */
  readonly taken: Decimal;
  readonly left: Decimal;
  readonly lot: Decimal;
  readonly most?: Decimal;
}): Decimal {
  const { volume, share, taken, left, lot, most } = options;
  const target = multiplyDecimal(decimalFromNumber(Math.max(0, volume)), decimalFromNumber(share));
  const limits = [target - taken, left, ...(most === undefined ? [] : [most])];
  const wanted = limits.reduce((least, one) => (one < least ? one : least));
  if (wanted <= DECIMAL_ZERO) return DECIMAL_ZERO;
  return wanted === left ? left : wanted - (wanted % lot);
}
