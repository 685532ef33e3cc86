import { definePattern } from '../define-pattern.ts';

/** A small body near or above the high before, a lower shadow longer than it and hardly an upper one: bearish (TA-Lib CDLHANGINGMAN). */
export const hangingMan = definePattern({
  slug: 'hanging-man',
  name: 'Hanging man',
  aliases: ['cdlhangingman'],
  candlesBefore: 11,
  find: (candles) =>
    candles.body(0) < candles.longBody(0) &&
    candles.lowerShadow(0) > candles.body(0) &&
    candles.upperShadow(0) < candles.veryShortShadow(0) &&
    candles.bottom(0) >= candles.high(1) - candles.near(1)
      ? -100
      : 0,
});
