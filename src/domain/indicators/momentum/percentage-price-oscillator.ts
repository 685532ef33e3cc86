import { defineSignalledOscillator } from '../define-oscillator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Fast less slow average of closes in percent of the slow one (TA-Lib PPO), its average and what it is above that. */
export const percentagePriceOscillator = defineSignalledOscillator({
  slug: 'percentage-price-oscillator',
  name: 'Percentage price oscillator',
  aliases: ['ppo'],
  group: 'momentum',
  source: ({ close }) => close,
  compare: (fast, slow) => 100 * ratio(fast - slow, slow),
});
