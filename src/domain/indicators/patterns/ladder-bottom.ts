import { definePattern } from '../define-pattern.ts';

/** Three black candles with lower opens and closes, a black one with an upper shadow, and a white one that opens above its open and closes above its high: bullish (TA-Lib CDLLADDERBOTTOM). */
export const ladderBottom = definePattern({
  slug: 'ladder-bottom',
  name: 'Ladder bottom',
  aliases: ['cdlladderbottom'],
  candlesBefore: 14,
  find(candles) {
    const isLadder =
      candles.isBlack(4) &&
      candles.isBlack(3) &&
      candles.isBlack(2) &&
      candles.open(4) > candles.open(3) &&
      candles.open(3) > candles.open(2) &&
      candles.close(4) > candles.close(3) &&
      candles.close(3) > candles.close(2);
    return isLadder &&
      candles.isBlack(1) &&
      candles.upperShadow(1) > candles.veryShortShadow(1) &&
      candles.isWhite(0) &&
      candles.open(0) > candles.open(1) &&
      candles.close(0) > candles.high(1)
      ? 100
      : 0;
  },
});
