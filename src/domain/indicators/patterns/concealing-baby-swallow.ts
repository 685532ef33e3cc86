import { definePattern } from '../define-pattern.ts';

/** Two black candles without shadows, a black one that gaps down but reaches up into the second, and a black one that engulfs it with its shadows: bullish (TA-Lib CDLCONCEALBABYSWALL). */
export const concealingBabySwallow = definePattern({
  slug: 'concealing-baby-swallow',
  name: 'Concealing baby swallow',
  aliases: ['cdlconcealbabyswall'],
  candlesBefore: 13,
  find(candles) {
    const areBlack = candles.isBlack(3) && candles.isBlack(2) && candles.isBlack(1) && candles.isBlack(0);
    const areBare =
      candles.lowerShadow(3) < candles.veryShortShadow(3) &&
      candles.upperShadow(3) < candles.veryShortShadow(3) &&
      candles.lowerShadow(2) < candles.veryShortShadow(2) &&
      candles.upperShadow(2) < candles.veryShortShadow(2);
    return areBlack &&
      areBare &&
      candles.bodyGapsDown(1, 2) &&
      candles.upperShadow(1) > candles.veryShortShadow(1) &&
      candles.high(1) > candles.close(2) &&
      candles.high(0) > candles.high(1) &&
      candles.low(0) < candles.low(1)
      ? 100
      : 0;
  },
});
