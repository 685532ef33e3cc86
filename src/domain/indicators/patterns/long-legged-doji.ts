import { definePattern } from '../define-pattern.ts';

/** A doji with a shadow longer than its body (TA-Lib CDLLONGLEGGEDDOJI). */
export const longLeggedDoji = definePattern({
  slug: 'long-legged-doji',
  name: 'Long-legged doji',
  aliases: ['cdllongleggeddoji'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) <= candles.dojiBody(0) &&
    (candles.lowerShadow(0) > candles.body(0) || candles.upperShadow(0) > candles.body(0))
      ? 100
      : 0,
});
