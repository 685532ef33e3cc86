import { definePattern } from '../define-pattern.ts';

/** A long black candle, a black one within its body with a lower low, and a short white one that opens above that low: bullish (TA-Lib CDLUNIQUE3RIVER). */
export const uniqueThreeRiver = definePattern({
  slug: 'unique-three-river',
  name: 'Unique three river',
  aliases: ['cdlunique3river'],
  candlesBefore: 12,
  find: (candles) =>
    candles.body(2) > candles.longBody(2) &&
    candles.isBlack(2) &&
    candles.isBlack(1) &&
    candles.close(1) > candles.close(2) &&
    candles.open(1) <= candles.open(2) &&
    candles.low(1) < candles.low(2) &&
    candles.body(0) < candles.longBody(0) &&
    candles.isWhite(0) &&
    candles.open(0) > candles.low(1)
      ? 100
      : 0,
});
