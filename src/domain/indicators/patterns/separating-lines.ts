import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** Two candles of unlike colours with equal opens, the second long and with hardly a shadow at its open: signed by the second (TA-Lib CDLSEPARATINGLINES). */
export const separatingLines = definePattern({
  slug: 'separating-lines',
  name: 'Separating lines',
  aliases: ['cdlseparatinglines'],
  candlesBefore: 11,
  find: (candles) =>
    candles.colour(1) === -candles.colour(0) &&
    isWithin(candles.open(0), candles.open(1), candles.equal(1)) &&
    candles.body(0) > candles.longBody(0) &&
    (candles.isWhite(0)
      ? candles.lowerShadow(0) < candles.veryShortShadow(0)
      : candles.upperShadow(0) < candles.veryShortShadow(0))
      ? 100 * candles.colour(0)
      : 0,
});
