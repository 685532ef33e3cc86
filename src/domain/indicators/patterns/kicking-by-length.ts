import { definePattern } from '../define-pattern.ts';

/** Kicking, signed by the longer of the two candles (TA-Lib CDLKICKINGBYLENGTH). */
export const kickingByLength = definePattern({
  slug: 'kicking-by-length',
  name: 'Kicking by length',
  aliases: ['cdlkickingbylength'],
  candlesBefore: 11,
  find(candles) {
    const areBare =
      candles.body(1) > candles.longBody(1) &&
      candles.upperShadow(1) < candles.veryShortShadow(1) &&
      candles.lowerShadow(1) < candles.veryShortShadow(1) &&
      candles.body(0) > candles.longBody(0) &&
      candles.upperShadow(0) < candles.veryShortShadow(0) &&
      candles.lowerShadow(0) < candles.veryShortShadow(0);
    if (
      !(
        candles.colour(1) === -candles.colour(0) &&
        areBare &&
        (candles.isBlack(1) ? candles.gapsUp(0, 1) : candles.gapsDown(0, 1))
      )
    )
      return 0;
    return 100 * (candles.body(0) > candles.body(1) ? candles.colour(0) : candles.colour(1));
  },
});
