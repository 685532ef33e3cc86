import { definePattern } from '../define-pattern.ts';

/** A long white candle and a black one that opens above its high and closes well within its body: bearish (TA-Lib CDLDARKCLOUDCOVER). */
export const darkCloudCover = definePattern({
  slug: 'dark-cloud-cover',
  name: 'Dark cloud cover',
  aliases: ['cdldarkcloudcover'],
  candlesBefore: 11,
  penetration: 0.5,
  find: (candles, penetration) =>
    candles.isWhite(1) &&
    candles.body(1) > candles.longBody(1) &&
    candles.isBlack(0) &&
    candles.open(0) > candles.high(1) &&
    candles.close(0) > candles.open(1) &&
    candles.close(0) < candles.close(1) - candles.body(1) * penetration
      ? -100
      : 0,
});
