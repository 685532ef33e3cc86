import { definePattern } from '../define-pattern.ts';

/** A short body within the long one before: signed against the first; 80 instead of 100 where an end of the two is equal (TA-Lib CDLHARAMI). */
export const harami = definePattern({
  slug: 'harami',
  name: 'Harami',
  aliases: ['cdlharami'],
  candlesBefore: 11,
  find(candles) {
    if (!(candles.body(1) > candles.longBody(1) && candles.body(0) <= candles.longBody(0))) return 0;
    if (candles.top(0) < candles.top(1) && candles.bottom(0) > candles.bottom(1))
      return -100 * candles.colour(1);
    return candles.top(0) <= candles.top(1) && candles.bottom(0) >= candles.bottom(1)
      ? -80 * candles.colour(1)
      : 0;
  },
});
