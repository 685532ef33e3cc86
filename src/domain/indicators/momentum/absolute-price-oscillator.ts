import { defineIndicator } from '../define-indicator.ts';
import { AVERAGE, averageParameter } from '../kernels/moving-average.ts';
import { OscillatorPair } from '../kernels/oscillator-pair.ts';
import { periodParameter } from '../parameters.ts';

/** Fast less slow average of closes (TA-Lib APO, whose averages are exponential by default here too). */
export const absolutePriceOscillator = defineIndicator({
  slug: 'absolute-price-oscillator',
  name: 'Absolute price oscillator',
  aliases: ['apo'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 12, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 26, name: 'slow', label: 'Slow period' }),
    averageParameter({ default: 1, name: 'average', label: 'Kind of average' }),
  ],
  pane: 'separate',
  warmUpBars: (read) =>
    OscillatorPair.bars({
      fast: read('fast'),
      slow: read('slow'),
      fastKind: read('average'),
      slowKind: read('average'),
      fallback: AVERAGE.exponential,
    }),
  begin: (read) => ({
    pair: new OscillatorPair({
      fast: read('fast'),
      slow: read('slow'),
      fastKind: read('average'),
      slowKind: read('average'),
      fallback: AVERAGE.exponential,
    }),
  }),
  step: ({ pair }, { close }) => {
    pair.push(close);
    return pair.fast - pair.slow;
  },
});
