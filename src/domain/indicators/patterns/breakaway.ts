import { definePattern } from '../define-pattern.ts';

/** A long candle, a gap in its direction, two candles that go on, and one of the other colour that closes in the gap (TA-Lib CDLBREAKAWAY). */
export const breakaway = definePattern({
  slug: 'breakaway',
  name: 'Breakaway',
  aliases: ['cdlbreakaway'],
  candlesBefore: 14,
  find(candles) {
    if (
      !(
        candles.body(4) > candles.longBody(4) &&
        candles.colour(4) === candles.colour(3) &&
        candles.colour(3) === candles.colour(1) &&
        candles.colour(1) === -candles.colour(0)
      )
    )
      return 0;
    const isFalling =
      candles.bodyGapsDown(3, 4) &&
      candles.high(2) < candles.high(3) &&
      candles.low(2) < candles.low(3) &&
      candles.high(1) < candles.high(2) &&
      candles.low(1) < candles.low(2) &&
      candles.close(0) > candles.open(3) &&
      candles.close(0) < candles.close(4);
    const isRising =
      candles.bodyGapsUp(3, 4) &&
      candles.high(2) > candles.high(3) &&
      candles.low(2) > candles.low(3) &&
      candles.high(1) > candles.high(2) &&
      candles.low(1) > candles.low(2) &&
      candles.close(0) < candles.open(3) &&
      candles.close(0) > candles.close(4);
    return (candles.isBlack(4) ? isFalling : isRising) ? 100 * candles.colour(0) : 0;
  },
});
