import { definePattern } from '../define-pattern.ts';

/** A short body with shadows longer than it on both sides (TA-Lib CDLSPINNINGTOP). */
export const spinningTop = definePattern({
  slug: 'spinning-top',
  name: 'Spinning top',
  aliases: ['cdlspinningtop'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.upperShadow(0) > candles.body(0) &&
    candles.lowerShadow(0) > candles.body(0)
      ? 100 * candles.colour(0)
      : 0,
});
