import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { LateStart } from '../kernels/late-start.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average of the typical price, and bands `multiplier` average true ranges (of `rangePeriod` bars) away (Raschke; TA-Lib KC). The two are started so that both are seeded at the same bar. */
export const keltnerChannels = defineMultipleIndicator({
  slug: 'keltner-channels',
  name: 'Keltner channels',
  aliases: ['keltner', 'kc'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    periodParameter({ default: 10, name: 'rangePeriod', label: 'Range period' }),
    { name: 'multiplier', label: 'Multiplier', default: 2, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => Math.max(read('period'), read('rangePeriod') + 1),
  begin: (read) => ({
    middle: new LateStart(
      customaryAverage(read('period')),
      Math.max(0, read('rangePeriod') + 1 - read('period')),
    ),
    range: new AverageTrueRange(read('rangePeriod')),
    rangeWait: Math.max(0, read('period') - read('rangePeriod') - 1),
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const centre = state.middle.push((high + low + close) / 3);
    if (state.rangeWait > 0) {
      state.rangeWait--;
      return;
    }
    const distance = state.multiplier * state.range.push(high, low, close);
    values[0] = centre + distance;
    values[1] = centre;
    values[2] = centre - distance;
  },
});
