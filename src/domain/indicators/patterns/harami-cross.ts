import { definePattern } from '../define-pattern.ts';

/** A doji within the long body before: signed against the first; 80 instead of 100 where an end of the two is equal (TA-Lib CDLHARAMICROSS). */
export const haramiCross = definePattern({
  slug: 'harami-cross',
  name: 'Harami cross',
  aliases: ['cdlharamicross'],
  candlesBefore: 11,
  find(candles) {
    if (!(candles.body(1) > candles.longBody(1) && candles.body(0) <= candles.dojiBody(0))) return 0;
    if (candles.top(0) < candles.top(1) && candles.bottom(0) > candles.bottom(1))
      return -100 * candles.colour(1);
    return candles.top(0) <= candles.top(1) && candles.bottom(0) >= candles.bottom(1)
      ? -80 * candles.colour(1)
      : 0;
  },
});
