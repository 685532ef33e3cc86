import { defineSignalledOscillator } from '../define-oscillator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Fast less slow average of volume in percent of the slow one (TA-Lib PVO), its average and what it is above that. */
export const percentageVolumeOscillator = defineSignalledOscillator({
  slug: 'percentage-volume-oscillator',
  name: 'Percentage volume oscillator',
  aliases: ['pvo'],
  group: 'volume',
  source: ({ volume }) => volume,
  compare: (fast, slow) => 100 * ratio(fast - slow, slow),
});
