import { definePattern } from '../define-pattern.ts';

/** A long body with short shadows (TA-Lib CDLLONGLINE). */
export const longLine = definePattern({
  slug: 'long-line',
  name: 'Long line candle',
  aliases: ['cdllongline'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) > candles.longBody(0) &&
    candles.upperShadow(0) < candles.shortShadow(0) &&
    candles.lowerShadow(0) < candles.shortShadow(0)
      ? 100 * candles.colour(0)
      : 0,
});
