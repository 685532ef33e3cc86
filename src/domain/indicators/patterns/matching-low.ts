import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** Two black candles with equal closes: bullish (TA-Lib CDLMATCHINGLOW). */
export const matchingLow = definePattern({
  slug: 'matching-low',
  name: 'Matching low',
  aliases: ['cdlmatchinglow'],
  candlesBefore: 6,
  find: (candles) =>
    candles.isBlack(1) && candles.isBlack(0) && isWithin(candles.close(0), candles.close(1), candles.equal(1))
      ? 100
      : 0,
});
