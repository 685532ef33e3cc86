import { definePattern } from '../define-pattern.ts';

/** A long black candle, a short one that gaps below it, and a white candle that closes well within the first body: bullish (TA-Lib CDLMORNINGSTAR). */
export const morningStar = definePattern({
  slug: 'morning-star',
  name: 'Morning star',
  aliases: ['cdlmorningstar'],
  candlesBefore: 12,
  penetration: 0.3,
  find: (candles, penetration) =>
    candles.isBlack(2) &&
    candles.body(2) > candles.longBody(2) &&
    candles.body(1) <= candles.longBody(1) &&
    candles.bodyGapsDown(1, 2) &&
    candles.body(0) > candles.longBody(0) &&
    candles.isWhite(0) &&
    candles.close(0) > candles.close(2) + candles.body(2) * penetration
      ? 100
      : 0,
});
