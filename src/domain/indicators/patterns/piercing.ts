import { definePattern } from '../define-pattern.ts';

/** A long black candle and a long white one that opens below its low and closes in the upper half of its body: bullish (TA-Lib CDLPIERCING). */
export const piercing = definePattern({
  slug: 'piercing',
  name: 'Piercing pattern',
  aliases: ['cdlpiercing'],
  candlesBefore: 11,
  find: (candles) =>
    candles.isBlack(1) &&
    candles.body(1) > candles.longBody(1) &&
    candles.isWhite(0) &&
    candles.body(0) > candles.longBody(0) &&
    candles.open(0) < candles.low(1) &&
    candles.close(0) < candles.open(1) &&
    candles.close(0) > candles.close(1) + candles.body(1) * 0.5
      ? 100
      : 0,
});
