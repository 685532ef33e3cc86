import { definePattern } from '../define-pattern.ts';

/** Three dojis, the second apart by a gap, the third turning back (TA-Lib CDLTRISTAR). */
export const tristar = definePattern({
  slug: 'tristar',
  name: 'Tristar',
  aliases: ['cdltristar'],
  candlesBefore: 12,
  find(candles) {
    if (
      !(
        candles.body(2) <= candles.dojiBody(2) &&
        candles.body(1) <= candles.dojiBody(2) &&
        candles.body(0) <= candles.dojiBody(2)
      )
    )
      return 0;
    if (candles.bodyGapsUp(1, 2) && candles.top(0) < candles.top(1)) return -100;
    return candles.bodyGapsDown(1, 2) && candles.bottom(0) > candles.bottom(1) ? 100 : 0;
  },
});
