import { definePattern } from '../define-pattern.ts';

/** A long black candle and a white one that opens below its low and closes at or barely above its close: bearish (TA-Lib CDLINNECK). */
export const inNeck = definePattern({
  slug: 'in-neck',
  name: 'In-neck pattern',
  aliases: ['cdlinneck'],
  candlesBefore: 11,
  find: (candles) =>
    candles.isBlack(1) &&
    candles.body(1) > candles.longBody(1) &&
    candles.isWhite(0) &&
    candles.open(0) < candles.low(1) &&
    candles.close(0) <= candles.close(1) + candles.equal(1) &&
    candles.close(0) >= candles.close(1)
      ? -100
      : 0,
});
