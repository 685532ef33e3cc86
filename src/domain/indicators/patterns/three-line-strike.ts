import { definePattern } from '../define-pattern.ts';

/** Three candles of a colour in a row, each opening in or near the body before, and one of the other colour that opens beyond the third and closes beyond the first's open: signed by the three (TA-Lib CDL3LINESTRIKE). */
export const threeLineStrike = definePattern({
  slug: 'three-line-strike',
  name: 'Three-line strike',
  aliases: ['cdl3linestrike'],
  candlesBefore: 8,
  find(candles) {
    const areAlike =
      candles.colour(3) === candles.colour(2) &&
      candles.colour(2) === candles.colour(1) &&
      candles.colour(0) === -candles.colour(1);
    const areJoined =
      candles.open(2) >= candles.bottom(3) - candles.near(3) &&
      candles.open(2) <= candles.top(3) + candles.near(3) &&
      candles.open(1) >= candles.bottom(2) - candles.near(2) &&
      candles.open(1) <= candles.top(2) + candles.near(2);
    const strikes = candles.isWhite(1)
      ? candles.close(1) > candles.close(2) &&
        candles.close(2) > candles.close(3) &&
        candles.open(0) > candles.close(1) &&
        candles.close(0) < candles.open(3)
      : candles.close(1) < candles.close(2) &&
        candles.close(2) < candles.close(3) &&
        candles.open(0) < candles.close(1) &&
        candles.close(0) > candles.open(3);
    return areAlike && areJoined && strikes ? 100 * candles.colour(1) : 0;
  },
});
