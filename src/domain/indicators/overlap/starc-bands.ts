import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Simple average of closes, and that many average true ranges above and below (Stoller). */
export const starcBands = defineMultipleIndicator({
  slug: 'starc-bands',
  name: 'STARC bands',
  aliases: ['starc'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 5 }),
    periodParameter({ default: 15, name: 'rangePeriod', label: 'Range period' }),
    { name: 'multiplier', label: 'Multiplier', default: 2, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => Math.max(read('period'), read('rangePeriod') + 1),
  begin: (read) => ({
    middle: new RollingMean(read('period')),
    range: new AverageTrueRange(read('rangePeriod')),
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const middle = state.middle.push(close);
    const distance = state.multiplier * state.range.push(high, low, close);
    values[0] = middle + distance;
    values[1] = middle;
    values[2] = middle - distance;
  },
});
