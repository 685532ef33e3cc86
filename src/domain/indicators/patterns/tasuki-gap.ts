import { definePattern } from '../define-pattern.ts';

/** Two candles of a colour apart by a gap, and one of like size and the other colour that opens in the second body and closes in the gap: signed by the gap (TA-Lib CDLTASUKIGAP). */
export const tasukiGap = definePattern({
  slug: 'tasuki-gap',
  name: 'Tasuki gap',
  aliases: ['cdltasukigap'],
  candlesBefore: 7,
  find(candles) {
    if (!(Math.abs(candles.body(1) - candles.body(0)) < candles.near(1))) return 0;
    const isUp =
      candles.bodyGapsUp(1, 2) &&
      candles.isWhite(1) &&
      candles.isBlack(0) &&
      candles.open(0) < candles.close(1) &&
      candles.open(0) > candles.open(1) &&
      candles.close(0) < candles.open(1) &&
      candles.close(0) > candles.top(2);
    const isDown =
      candles.bodyGapsDown(1, 2) &&
      candles.isBlack(1) &&
      candles.isWhite(0) &&
      candles.open(0) < candles.open(1) &&
      candles.open(0) > candles.close(1) &&
      candles.close(0) > candles.open(1) &&
      candles.close(0) < candles.bottom(2);
    return isUp || isDown ? 100 * candles.colour(1) : 0;
  },
});
