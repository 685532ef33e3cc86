import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the newest `fast` median prices less that of `slow` (Williams; TA-Lib AO). */
export const awesomeOscillator = defineIndicator({
  slug: 'awesome-oscillator',
  name: 'Awesome oscillator',
  aliases: ['ao', 'awesome'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 5, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 34, name: 'slow', label: 'Slow period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')),
  begin: (read) => ({ fast: new RollingMean(read('fast')), slow: new RollingMean(read('slow')) }),
  step: ({ fast, slow }, { high, low }) => {
    const median = (high + low) / 2;
    return fast.push(median) - slow.push(median);
  },
});
