import { definePattern } from '../define-pattern.ts';

/** A long white candle, a short black one that gaps above it, and a black one that engulfs the second but stays above the first's close: bearish (TA-Lib CDLUPSIDEGAP2CROWS). */
export const upsideGapTwoCrows = definePattern({
  slug: 'upside-gap-two-crows',
  name: 'Upside gap two crows',
  aliases: ['cdlupsidegap2crows'],
  candlesBefore: 12,
  find: (candles) =>
    candles.isWhite(2) &&
    candles.body(2) > candles.longBody(2) &&
    candles.isBlack(1) &&
    candles.body(1) <= candles.longBody(1) &&
    candles.bodyGapsUp(1, 2) &&
    candles.isBlack(0) &&
    candles.open(0) > candles.open(1) &&
    candles.close(0) < candles.close(1) &&
    candles.close(0) > candles.close(2)
      ? -100
      : 0,
});
