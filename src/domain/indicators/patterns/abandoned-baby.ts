import { definePattern } from '../define-pattern.ts';

/** A long candle, a doji apart from its neighbours by gaps, and a candle of the other colour that closes well within the first body (TA-Lib CDLABANDONEDBABY). */
export const abandonedBaby = definePattern({
  slug: 'abandoned-baby',
  name: 'Abandoned baby',
  aliases: ['cdlabandonedbaby'],
  candlesBefore: 12,
  penetration: 0.3,
  find(candles, penetration) {
    if (
      !(
        candles.body(2) > candles.longBody(2) &&
        candles.body(1) <= candles.dojiBody(1) &&
        candles.body(0) > candles.longBody(0)
      )
    )
      return 0;
    const reach = candles.body(2) * penetration;
    const isTop =
      candles.isWhite(2) &&
      candles.isBlack(0) &&
      candles.close(0) < candles.close(2) - reach &&
      candles.gapsUp(1, 2) &&
      candles.gapsDown(0, 1);
    const isBottom =
      candles.isBlack(2) &&
      candles.isWhite(0) &&
      candles.close(0) > candles.close(2) + reach &&
      candles.gapsDown(1, 2) &&
      candles.gapsUp(0, 1);
    return isTop || isBottom ? 100 * candles.colour(0) : 0;
  },
});
