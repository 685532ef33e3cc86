import { definePattern } from '../define-pattern.ts';

/** A small body that gaps down, with an upper shadow longer than it and hardly a lower one: bullish (TA-Lib CDLINVERTEDHAMMER). */
export const invertedHammer = definePattern({
  slug: 'inverted-hammer',
  name: 'Inverted hammer',
  aliases: ['cdlinvertedhammer'],
  candlesBefore: 11,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.upperShadow(0) > candles.body(0) &&
    candles.lowerShadow(0) < candles.veryShortShadow(0) &&
    candles.bodyGapsDown(0, 1)
      ? 100
      : 0,
});
