import { definePattern } from '../define-pattern.ts';

/** Three ever smaller black candles: a long one with a long lower shadow, one within its range, and a small one without shadows inside the second: bullish (TA-Lib CDL3STARSINSOUTH). */
export const threeStarsInTheSouth = definePattern({
  slug: 'three-stars-in-the-south',
  name: 'Three stars in the south',
  aliases: ['cdl3starsinsouth'],
  candlesBefore: 12,
  find(candles) {
    const isFirst =
      candles.isBlack(2) && candles.body(2) > candles.longBody(2) && candles.lowerShadow(2) > candles.body(2);
    const isSecond =
      candles.isBlack(1) &&
      candles.body(1) < candles.body(2) &&
      candles.open(1) > candles.close(2) &&
      candles.open(1) <= candles.high(2) &&
      candles.low(1) < candles.close(2) &&
      candles.low(1) >= candles.low(2) &&
      candles.lowerShadow(1) > candles.veryShortShadow(1);
    const isThird =
      candles.isBlack(0) &&
      candles.body(0) < candles.longBody(0) &&
      candles.lowerShadow(0) < candles.veryShortShadow(0) &&
      candles.upperShadow(0) < candles.veryShortShadow(0) &&
      candles.low(0) > candles.low(1) &&
      candles.high(0) < candles.high(1);
    return isFirst && isSecond && isThird ? 100 : 0;
  },
});
