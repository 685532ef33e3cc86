import { definePattern } from '../define-pattern.ts';

/** A short body with short shadows (TA-Lib CDLSHORTLINE). */
export const shortLine = definePattern({
  slug: 'short-line',
  name: 'Short line candle',
  aliases: ['cdlshortline'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.upperShadow(0) < candles.shortShadow(0) &&
    candles.lowerShadow(0) < candles.shortShadow(0)
      ? 100 * candles.colour(0)
      : 0,
});
