import { definePattern } from '../define-pattern.ts';

/** Open and close as good as equal; 100 says that it is there, not which way it points (TA-Lib CDLDOJI). */
export const doji = definePattern({
  slug: 'doji',
  name: 'Doji',
  aliases: ['cdldoji'],
  candlesBefore: 10,
  find: (candles) => (candles.body(0) <= candles.dojiBody(0) ? 100 : 0),
});
