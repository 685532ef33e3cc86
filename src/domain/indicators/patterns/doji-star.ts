import { definePattern } from '../define-pattern.ts';

/** A long candle and a doji that gaps away from it: signed against the first (TA-Lib CDLDOJISTAR). */
export const dojiStar = definePattern({
  slug: 'doji-star',
  name: 'Doji star',
  aliases: ['cdldojistar'],
  candlesBefore: 11,
  find: (candles) =>
    candles.body(1) > candles.longBody(1) &&
    candles.body(0) <= candles.dojiBody(0) &&
    (candles.isWhite(1) ? candles.bodyGapsUp(0, 1) : candles.bodyGapsDown(0, 1))
      ? -100 * candles.colour(1)
      : 0,
});
