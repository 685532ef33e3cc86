import { definePattern } from '../define-pattern.ts';

/** A candle engulfed by the next, of the other colour, and a third that closes further the same way (TA-Lib CDL3OUTSIDE). */
export const threeOutside = definePattern({
  slug: 'three-outside',
  name: 'Three outside up and down',
  aliases: ['cdl3outside'],
  candlesBefore: 3,
  find(candles) {
    const isUp =
      candles.isWhite(1) &&
      candles.isBlack(2) &&
      candles.close(1) > candles.open(2) &&
      candles.open(1) < candles.close(2) &&
      candles.close(0) > candles.close(1);
    const isDown =
      candles.isBlack(1) &&
      candles.isWhite(2) &&
      candles.open(1) > candles.close(2) &&
      candles.close(1) < candles.open(2) &&
      candles.close(0) < candles.close(1);
    return isUp || isDown ? 100 * candles.colour(1) : 0;
  },
});
