import { definePattern } from '../define-pattern.ts';

/** Two long candles without shadows, of unlike colours, with a gap against the first: signed by the second (TA-Lib CDLKICKING). */
export const kicking = definePattern({
  slug: 'kicking',
  name: 'Kicking',
  aliases: ['cdlkicking'],
  candlesBefore: 11,
  find(candles) {
    const areBare =
      candles.body(1) > candles.longBody(1) &&
      candles.upperShadow(1) < candles.veryShortShadow(1) &&
      candles.lowerShadow(1) < candles.veryShortShadow(1) &&
      candles.body(0) > candles.longBody(0) &&
      candles.upperShadow(0) < candles.veryShortShadow(0) &&
      candles.lowerShadow(0) < candles.veryShortShadow(0);
    return candles.colour(1) === -candles.colour(0) &&
      areBare &&
      (candles.isBlack(1) ? candles.gapsUp(0, 1) : candles.gapsDown(0, 1))
      ? 100 * candles.colour(0)
      : 0;
  },
});
