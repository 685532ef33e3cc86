import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { AVERAGE, averageParameter } from '../kernels/moving-average.ts';
import { OscillatorPair } from '../kernels/oscillator-pair.ts';
import { periodParameter } from '../parameters.ts';

/** Fast less slow average of volume in percent of the slow one (TA-Lib PVO). */
export const percentageVolumeOscillator = defineIndicator({
  slug: 'percentage-volume-oscillator',
  name: 'Percentage volume oscillator',
  aliases: ['pvo'],
  group: 'volume',
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
  step: ({ pair }, { volume }) => {
    pair.push(volume);
    return 100 * ratio(pair.fast - pair.slow, pair.slow);
  },
});
