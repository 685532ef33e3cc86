import { definePattern } from '../define-pattern.ts';

/** Two candles of a colour apart by a gap, and one of the other colour that closes the gap from body to body: signed by the first (TA-Lib CDLXSIDEGAP3METHODS). */
export const gapThreeMethods = definePattern({
  slug: 'gap-three-methods',
  name: 'Upside and downside gap three methods',
  aliases: ['cdlxsidegap3methods'],
  candlesBefore: 2,
  find(candles) {
    const areColoured = candles.colour(2) === candles.colour(1) && candles.colour(1) === -candles.colour(0);
    const closesGap =
      candles.open(0) < candles.top(1) &&
      candles.open(0) > candles.bottom(1) &&
      candles.close(0) < candles.top(2) &&
      candles.close(0) > candles.bottom(2);
    return areColoured &&
      closesGap &&
      (candles.isWhite(2) ? candles.bodyGapsUp(1, 2) : candles.bodyGapsDown(1, 2))
      ? 100 * candles.colour(2)
      : 0;
  },
});
