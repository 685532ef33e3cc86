import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** A white candle above the close of a black one, and a black one that closes where the first did: bullish (TA-Lib CDLSTICKSANDWICH). */
export const stickSandwich = definePattern({
  slug: 'stick-sandwich',
  name: 'Stick sandwich',
  aliases: ['cdlsticksandwich'],
  candlesBefore: 7,
  find: (candles) =>
    candles.isBlack(2) &&
    candles.isWhite(1) &&
    candles.isBlack(0) &&
    candles.low(1) > candles.close(2) &&
    isWithin(candles.close(0), candles.close(2), candles.equal(2))
      ? 100
      : 0,
});
