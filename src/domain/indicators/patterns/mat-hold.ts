import { definePattern } from '../define-pattern.ts';

/** A long white candle, three short ones that gap up and drift back into its body, and a white one that closes above them all: bullish (TA-Lib CDLMATHOLD). */
export const matHold = definePattern({
  slug: 'mat-hold',
  name: 'Mat hold',
  aliases: ['cdlmathold'],
  candlesBefore: 14,
  penetration: 0.5,
  find(candles, penetration) {
    const areSized =
      candles.body(4) > candles.longBody(4) &&
      candles.body(3) < candles.longBody(3) &&
      candles.body(2) < candles.longBody(2) &&
      candles.body(1) < candles.longBody(1) &&
      candles.isWhite(4) &&
      candles.isBlack(3) &&
      candles.isWhite(0) &&
      candles.bodyGapsUp(3, 4);
    const floor = candles.close(4) - candles.body(4) * penetration;
    const areHeld =
      candles.bottom(2) < candles.close(4) &&
      candles.bottom(1) < candles.close(4) &&
      candles.bottom(2) > floor &&
      candles.bottom(1) > floor &&
      candles.top(2) < candles.open(3) &&
      candles.top(1) < candles.top(2);
    return areSized &&
      areHeld &&
      candles.open(0) > candles.close(1) &&
      candles.close(0) > Math.max(candles.high(3), candles.high(2), candles.high(1))
      ? 100
      : 0;
  },
});
