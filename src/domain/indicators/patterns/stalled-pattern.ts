import { definePattern } from '../define-pattern.ts';

/** Two long white candles with higher closes and a short one that rides on the second's shoulder: bearish (TA-Lib CDLSTALLEDPATTERN). */
export const stalledPattern = definePattern({
  slug: 'stalled-pattern',
  name: 'Stalled pattern',
  aliases: ['cdlstalledpattern'],
  candlesBefore: 12,
  find(candles) {
    const areWhite =
      candles.isWhite(2) &&
      candles.isWhite(1) &&
      candles.isWhite(0) &&
      candles.close(0) > candles.close(1) &&
      candles.close(1) > candles.close(2);
    const areLong =
      candles.body(2) > candles.longBody(2) &&
      candles.body(1) > candles.longBody(1) &&
      candles.upperShadow(1) < candles.veryShortShadow(1) &&
      candles.open(1) > candles.open(2) &&
      candles.open(1) <= candles.close(2) + candles.near(2);
    return areWhite &&
      areLong &&
      candles.body(0) < candles.longBody(0) &&
      candles.open(0) >= candles.close(1) - candles.body(0) - candles.near(1)
      ? -100
      : 0;
  },
});
