import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Stops `multiplier` average true ranges below the highest high and above the lowest low of the newest `period` bars (Le Beau). */
export const chandelierExit = defineMultipleIndicator({
  slug: 'chandelier-exit',
  name: 'Chandelier exit',
  aliases: ['chandelier', 'chexit'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 22 }),
    { name: 'multiplier', label: 'Multiplier', default: 3, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['long', 'short'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const distance = state.multiplier * state.range.push(high, low, close);
    values[0] = state.highest.push(high) - distance;
    values[1] = -state.lowest.push(-low) + distance;
  },
});
