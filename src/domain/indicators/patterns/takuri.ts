import { definePattern } from '../define-pattern.ts';

/** A dragonfly doji with a lower shadow more than twice its body (TA-Lib CDLTAKURI). */
export const takuri = definePattern({
  slug: 'takuri',
  name: 'Takuri',
  aliases: ['cdltakuri'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) <= candles.dojiBody(0) &&
    candles.upperShadow(0) < candles.veryShortShadow(0) &&
    candles.lowerShadow(0) > 2 * candles.body(0)
      ? 100
      : 0,
});
