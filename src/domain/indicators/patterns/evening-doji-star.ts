import { definePattern } from '../define-pattern.ts';

/** A long white candle, a doji that gaps above it, and a black candle that closes well within the first body: bearish (TA-Lib CDLEVENINGDOJISTAR). */
export const eveningDojiStar = definePattern({
  slug: 'evening-doji-star',
  name: 'Evening doji star',
  aliases: ['cdleveningdojistar'],
  candlesBefore: 12,
  penetration: 0.3,
  find: (candles, penetration) =>
    candles.isWhite(2) &&
    candles.body(2) > candles.longBody(2) &&
    candles.body(1) <= candles.dojiBody(1) &&
    candles.bodyGapsUp(1, 2) &&
    candles.body(0) > candles.longBody(0) &&
    candles.isBlack(0) &&
    candles.close(0) < candles.close(2) - candles.body(2) * penetration
      ? -100
      : 0,
});
