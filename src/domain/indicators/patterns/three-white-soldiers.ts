import { definePattern } from '../define-pattern.ts';

/** Three white candles with hardly an upper shadow and higher closes, each opening in or near the body before, none far shorter than the one before: bullish (TA-Lib CDL3WHITESOLDIERS). */
export const threeWhiteSoldiers = definePattern({
  slug: 'three-white-soldiers',
  name: 'Three advancing white soldiers',
  aliases: ['cdl3whitesoldiers'],
  candlesBefore: 12,
  find(candles) {
    const areWhite =
      candles.isWhite(2) &&
      candles.upperShadow(2) < candles.veryShortShadow(2) &&
      candles.isWhite(1) &&
      candles.upperShadow(1) < candles.veryShortShadow(1) &&
      candles.isWhite(0) &&
      candles.upperShadow(0) < candles.veryShortShadow(0) &&
      candles.close(0) > candles.close(1) &&
      candles.close(1) > candles.close(2);
    const areJoined =
      candles.open(1) > candles.open(2) &&
      candles.open(1) <= candles.close(2) + candles.near(2) &&
      candles.open(0) > candles.open(1) &&
      candles.open(0) <= candles.close(1) + candles.near(1);
    return areWhite &&
      areJoined &&
      candles.body(1) > candles.body(2) - candles.far(2) &&
      candles.body(0) > candles.body(1) - candles.far(1) &&
      candles.body(0) > candles.longBody(0)
      ? 100
      : 0;
  },
});
