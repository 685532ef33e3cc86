import { definePattern } from '../define-pattern.ts';

/** A long candle with hardly a shadow on the side of its close (TA-Lib CDLCLOSINGMARUBOZU). */
export const closingMarubozu = definePattern({
  slug: 'closing-marubozu',
  name: 'Closing marubozu',
  aliases: ['cdlclosingmarubozu'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) > candles.longBody(0) &&
    (candles.isWhite(0)
      ? candles.upperShadow(0) < candles.veryShortShadow(0)
      : candles.lowerShadow(0) < candles.veryShortShadow(0))
      ? 100 * candles.colour(0)
      : 0,
});
