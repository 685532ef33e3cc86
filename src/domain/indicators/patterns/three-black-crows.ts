import { definePattern } from '../define-pattern.ts';

/** After a white candle three black ones with hardly a lower shadow, each opening in the body before and closing lower: bearish (TA-Lib CDL3BLACKCROWS). */
export const threeBlackCrows = definePattern({
  slug: 'three-black-crows',
  name: 'Three black crows',
  aliases: ['cdl3blackcrows'],
  candlesBefore: 13,
  find: (candles) =>
    candles.isWhite(3) &&
    candles.isBlack(2) &&
    candles.isBlack(1) &&
    candles.isBlack(0) &&
    candles.lowerShadow(2) < candles.veryShortShadow(2) &&
    candles.lowerShadow(1) < candles.veryShortShadow(1) &&
    candles.lowerShadow(0) < candles.veryShortShadow(0) &&
    candles.open(1) < candles.open(2) &&
    candles.open(1) > candles.close(2) &&
    candles.open(0) < candles.open(1) &&
    candles.open(0) > candles.close(1) &&
    candles.high(3) > candles.close(2) &&
    candles.close(2) > candles.close(1) &&
    candles.close(1) > candles.close(0)
      ? -100
      : 0,
});
