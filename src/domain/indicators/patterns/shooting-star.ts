import { definePattern } from '../define-pattern.ts';

/** A small body that gaps up, with an upper shadow longer than it and hardly a lower one: bearish (TA-Lib CDLSHOOTINGSTAR). */
export const shootingStar = definePattern({
  slug: 'shooting-star',
  name: 'Shooting star',
  aliases: ['cdlshootingstar'],
  candlesBefore: 11,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.upperShadow(0) > candles.body(0) &&
    candles.lowerShadow(0) < candles.veryShortShadow(0) &&
    candles.bodyGapsUp(0, 1)
      ? -100
      : 0,
});
