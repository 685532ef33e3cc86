import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Fast less slow simple average of volume in percent of the slow one. */
export const volumeOscillator = defineIndicator({
  slug: 'volume-oscillator',
  name: 'Volume oscillator',
  aliases: ['vo', 'volosc'],
  group: 'volume',
  parameters: [
    periodParameter({ default: 5, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 20, name: 'slow', label: 'Slow period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')),
  begin: (read) => ({ fast: new RollingMean(read('fast')), slow: new RollingMean(read('slow')) }),
  step: ({ fast, slow }, { volume }) => {
    const usual = slow.push(volume);
    return 100 * ratio(fast.push(volume) - usual, usual);
  },
});
