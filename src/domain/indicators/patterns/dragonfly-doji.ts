import { definePattern } from '../define-pattern.ts';

/** A doji at the high of its bar, with a lower shadow (TA-Lib CDLDRAGONFLYDOJI). */
export const dragonflyDoji = definePattern({
  slug: 'dragonfly-doji',
  name: 'Dragonfly doji',
  aliases: ['cdldragonflydoji'],
  candlesBefore: 10,
  find: (candles) =>
    candles.body(0) <= candles.dojiBody(0) &&
    candles.upperShadow(0) < candles.veryShortShadow(0) &&
    candles.lowerShadow(0) > candles.veryShortShadow(0)
      ? 100
      : 0,
});
