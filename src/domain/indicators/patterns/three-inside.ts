import { definePattern } from '../define-pattern.ts';

/** A long candle, a short one within its body, and one that closes beyond the first's open: a reversal towards the third (TA-Lib CDL3INSIDE). */
export const threeInside = definePattern({
  slug: 'three-inside',
  name: 'Three inside up and down',
  aliases: ['cdl3inside'],
  candlesBefore: 12,
  find(candles) {
    const isInside =
      candles.body(2) > candles.longBody(2) &&
      candles.body(1) <= candles.longBody(1) &&
      candles.top(1) < candles.top(2) &&
      candles.bottom(1) > candles.bottom(2);
    const isConfirmed = candles.isWhite(2)
      ? candles.isBlack(0) && candles.close(0) < candles.open(2)
      : candles.isWhite(0) && candles.close(0) > candles.open(2);
    return isInside && isConfirmed ? -100 * candles.colour(2) : 0;
  },
});
