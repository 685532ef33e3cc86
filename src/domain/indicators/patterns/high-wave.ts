import { definePattern } from '../define-pattern.ts';

/** A short body with shadows more than twice as long on both sides (TA-Lib CDLHIGHWAVE). */
export const highWave = definePattern({
  slug: 'high-wave',
  name: 'High-wave candle',
  aliases: ['cdlhighwave'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.upperShadow(0) > 2 * candles.body(0) &&
    candles.lowerShadow(0) > 2 * candles.body(0)
      ? 100 * candles.colour(0)
      : 0,
});
