import { definePattern } from '../define-pattern.ts';

/** A doji with long shadows and its body near the middle of its range (TA-Lib CDLRICKSHAWMAN). */
export const rickshawMan = definePattern({
  slug: 'rickshaw-man',
  name: 'Rickshaw man',
  aliases: ['cdlrickshawman'],
  candlesBefore: 10,
  find(candles) {
    const middle = candles.low(0) + (candles.high(0) - candles.low(0)) / 2;
    return candles.body(0) <= candles.dojiBody(0) &&
      candles.lowerShadow(0) > candles.body(0) &&
      candles.upperShadow(0) > candles.body(0) &&
      candles.bottom(0) <= middle + candles.near(0) &&
      candles.top(0) >= middle - candles.near(0)
      ? 100
      : 0;
  },
});
