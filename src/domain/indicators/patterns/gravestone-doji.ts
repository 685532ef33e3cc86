import { definePattern } from '../define-pattern.ts';

/** A doji at the low of its bar, with an upper shadow (TA-Lib CDLGRAVESTONEDOJI). */
export const gravestoneDoji = definePattern({
  slug: 'gravestone-doji',
  name: 'Gravestone doji',
  aliases: ['cdlgravestonedoji'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) <= candles.dojiBody(0) &&
    candles.lowerShadow(0) < candles.veryShortShadow(0) &&
    candles.upperShadow(0) > candles.veryShortShadow(0)
      ? 100
      : 0,
});
