import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** Three black candles with hardly a lower shadow, each opening at the close before: bearish (TA-Lib CDLIDENTICAL3CROWS). */
export const identicalThreeCrows = definePattern({
  slug: 'identical-three-crows',
  name: 'Identical three crows',
  aliases: ['cdlidentical3crows'],
  candlesBefore: 12,
  find(candles) {
    const areCrows =
      candles.isBlack(2) &&
      candles.lowerShadow(2) < candles.veryShortShadow(2) &&
      candles.isBlack(1) &&
      candles.lowerShadow(1) < candles.veryShortShadow(1) &&
      candles.isBlack(0) &&
      candles.lowerShadow(0) < candles.veryShortShadow(0) &&
      candles.close(2) > candles.close(1) &&
      candles.close(1) > candles.close(0);
    return areCrows &&
      isWithin(candles.open(1), candles.close(2), candles.equal(2)) &&
      isWithin(candles.open(0), candles.close(1), candles.equal(1))
      ? -100
      : 0;
  },
});
