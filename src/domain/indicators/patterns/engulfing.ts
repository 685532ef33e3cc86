import { definePattern } from '../define-pattern.ts';

/** A body that covers the one before, of the other colour; 80 instead of 100 where an end of the two is equal (TA-Lib CDLENGULFING). */
export const engulfing = definePattern({
  slug: 'engulfing',
  name: 'Engulfing pattern',
  aliases: ['cdlengulfing'],
  candlesBefore: 2,
  find(candles) {
    const isUp =
      candles.isWhite(0) &&
      candles.isBlack(1) &&
      ((candles.close(0) >= candles.open(1) && candles.open(0) < candles.close(1)) ||
        (candles.close(0) > candles.open(1) && candles.open(0) <= candles.close(1)));
    const isDown =
      candles.isBlack(0) &&
      candles.isWhite(1) &&
      ((candles.open(0) >= candles.close(1) && candles.close(0) < candles.open(1)) ||
        (candles.open(0) > candles.close(1) && candles.close(0) <= candles.open(1)));
    if (!isUp && !isDown) return 0;
    return (
      (candles.open(0) !== candles.close(1) && candles.close(0) !== candles.open(1) ? 100 : 80) *
      candles.colour(0)
    );
  },
});
