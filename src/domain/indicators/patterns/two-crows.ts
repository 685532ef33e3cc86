import { definePattern } from '../define-pattern.ts';

/** A long white candle, a black one that gaps above it, and a black one that opens inside the second and closes inside the first: bearish (TA-Lib CDL2CROWS). */
export const twoCrows = definePattern({
  slug: 'two-crows',
  name: 'Two crows',
  aliases: ['cdl2crows'],
  candlesBefore: 12,
  find: (candles) =>
    candles.isWhite(2) &&
    candles.body(2) > candles.longBody(2) &&
    candles.isBlack(1) &&
    candles.bodyGapsUp(1, 2) &&
    candles.isBlack(0) &&
    candles.open(0) < candles.open(1) &&
    candles.open(0) > candles.close(1) &&
    candles.close(0) > candles.open(2) &&
    candles.close(0) < candles.close(2)
      ? -100
      : 0,
});
