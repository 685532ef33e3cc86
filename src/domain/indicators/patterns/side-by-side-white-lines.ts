import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** Two white candles of like size and open that both gap the same way from the one before: signed by the gap (TA-Lib CDLGAPSIDESIDEWHITE). */
export const sideBySideWhiteLines = definePattern({
  slug: 'side-by-side-white-lines',
  name: 'Up and down gap side-by-side white lines',
  aliases: ['cdlgapsidesidewhite'],
  candlesBefore: 7,
  find(candles) {
    const gapsUp = candles.bodyGapsUp(1, 2) && candles.bodyGapsUp(0, 2);
    const gapsDown = candles.bodyGapsDown(1, 2) && candles.bodyGapsDown(0, 2);
    const areAlike =
      candles.isWhite(1) &&
      candles.isWhite(0) &&
      isWithin(candles.body(0), candles.body(1), candles.near(1)) &&
      isWithin(candles.open(0), candles.open(1), candles.equal(1));
    return (gapsUp || gapsDown) && areAlike ? (gapsUp ? 100 : -100) : 0;
  },
});
