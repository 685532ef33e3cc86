import { definePattern } from '../define-pattern.ts';
import { isWithin } from '../kernels/candles.ts';

/** Two long candles of unlike colours with equal closes: signed by the second (TA-Lib CDLCOUNTERATTACK). */
export const counterattack = definePattern({
  slug: 'counterattack',
  name: 'Counterattack',
  aliases: ['cdlcounterattack'],
  candlesBefore: 11,
  find: (candles) =>
    candles.colour(1) === -candles.colour(0) &&
    candles.body(1) > candles.longBody(1) &&
    candles.body(0) > candles.longBody(0) &&
    isWithin(candles.close(0), candles.close(1), candles.equal(1))
      ? 100 * candles.colour(0)
      : 0,
});
