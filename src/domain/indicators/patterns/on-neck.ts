import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** A long black candle and a white one that opens below its low and closes at it: bearish (TA-Lib CDLONNECK). */
export const onNeck = definePattern({
  slug: 'on-neck',
  name: 'On-neck pattern',
  aliases: ['cdlonneck'],
  candlesBefore: 11,
  find: (candles) =>
    candles.isBlack(1) &&
    candles.body(1) > candles.longBody(1) &&
    candles.isWhite(0) &&
    candles.open(0) < candles.low(1) &&
    isWithin(candles.close(0), candles.low(1), candles.equal(1))
      ? -100
      : 0,
});
