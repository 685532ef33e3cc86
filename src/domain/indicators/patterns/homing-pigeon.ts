import { definePattern } from '../define-pattern.ts';

/** A short black body within a long black one: bullish (TA-Lib CDLHOMINGPIGEON). */
export const homingPigeon = definePattern({
  slug: 'homing-pigeon',
  name: 'Homing pigeon',
  aliases: ['cdlhomingpigeon'],
  candlesBefore: 11,
  find: (candles) =>
    candles.isBlack(1) &&
    candles.isBlack(0) &&
    candles.body(1) > candles.longBody(1) &&
    candles.body(0) <= candles.longBody(0) &&
    candles.open(0) < candles.open(1) &&
    candles.close(0) > candles.close(1)
      ? 100
      : 0,
});
