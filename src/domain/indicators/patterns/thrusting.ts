import { definePattern } from '../define-pattern.ts';

/** A long black candle and a white one that opens below its low and closes in the lower half of its body: bearish (TA-Lib CDLTHRUSTING). */
export const thrusting = definePattern({
  slug: 'thrusting',
  name: 'Thrusting pattern',
  aliases: ['cdlthrusting'],
  candlesBefore: 11,
  find: (candles) =>
    candles.isBlack(1) &&
    candles.body(1) > candles.longBody(1) &&
    candles.isWhite(0) &&
    candles.open(0) < candles.low(1) &&
    candles.close(0) > candles.close(1) + candles.equal(1) &&
    candles.close(0) <= candles.close(1) + candles.body(1) * 0.5
      ? -100
      : 0,
});
