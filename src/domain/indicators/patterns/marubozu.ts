import { definePattern } from '../define-pattern.ts';

/** A long body with hardly any shadow (TA-Lib CDLMARUBOZU). */
export const marubozu = definePattern({
  slug: 'marubozu',
  name: 'Marubozu',
  aliases: ['cdlmarubozu'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) > candles.longBody(0) &&
    candles.upperShadow(0) < candles.veryShortShadow(0) &&
    candles.lowerShadow(0) < candles.veryShortShadow(0)
      ? 100 * candles.colour(0)
      : 0,
});
