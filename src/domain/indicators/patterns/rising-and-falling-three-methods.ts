import { definePattern } from '../define-pattern.ts';

/** A long candle, three short ones of the other colour drifting back within its range, and a long one that goes on: signed by the first (TA-Lib CDLRISEFALL3METHODS). */
export const risingAndFallingThreeMethods = definePattern({
  slug: 'rising-and-falling-three-methods',
  name: 'Rising and falling three methods',
  aliases: ['cdlrisefall3methods'],
  candlesBefore: 14,
  find(candles) {
    const areSized =
      candles.body(4) > candles.longBody(4) &&
      candles.body(3) < candles.longBody(3) &&
      candles.body(2) < candles.longBody(2) &&
      candles.body(1) < candles.longBody(1) &&
      candles.body(0) > candles.longBody(0);
    const areColoured =
      candles.colour(4) === -candles.colour(3) &&
      candles.colour(3) === candles.colour(2) &&
      candles.colour(2) === candles.colour(1) &&
      candles.colour(1) === -candles.colour(0);
    if (!areSized || !areColoured) return 0;
    for (let age = 3; age >= 1; age--)
      if (!(candles.bottom(age) < candles.high(4) && candles.top(age) > candles.low(4))) return 0;
    const side = candles.colour(4);
    const drifts =
      side * candles.close(2) < side * candles.close(3) && side * candles.close(1) < side * candles.close(2);
    return drifts &&
      side * candles.open(0) > side * candles.close(1) &&
      side * candles.close(0) > side * candles.close(4)
      ? 100 * side
      : 0;
  },
});
