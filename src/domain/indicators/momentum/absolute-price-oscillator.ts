import { defineOscillator } from '../define-oscillator.ts';

/** Fast less slow average of closes (TA-Lib APO, whose averages are exponential by default here too). */
export const absolutePriceOscillator = defineOscillator({
  slug: 'absolute-price-oscillator',
  name: 'Absolute price oscillator',
  aliases: ['apo'],
  group: 'momentum',
  source: ({ close }) => close,
  compare: (fast, slow) => fast - slow,
});
