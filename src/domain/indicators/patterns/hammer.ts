import { definePattern } from '../define-pattern.ts';

/** A small body near or below the low before, a lower shadow longer than it and hardly an upper one: bullish (TA-Lib CDLHAMMER). */
export const hammer = definePattern({
  slug: 'hammer',
  name: 'Hammer',
  aliases: ['cdlhammer'],
  candlesBefore: 11,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.lowerShadow(0) > candles.body(0) &&
    candles.upperShadow(0) < candles.veryShortShadow(0) &&
    candles.bottom(0) <= candles.low(1) + candles.near(1)
      ? 100
      : 0,
});
