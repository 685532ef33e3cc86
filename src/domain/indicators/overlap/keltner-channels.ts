import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { LateStart } from '../kernels/late-start.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Exponential average of the typical price, and bands `multiplier` average true ranges (of `rangePeriod` bars) away (Raschke; TA-Lib KC). The two are started so that both are seeded at the same bar. With `convention` 1 the average is of closes and each is seeded with its own first values (Stock.Indicators). */
export const keltnerChannels = defineMultipleIndicator({
  slug: 'keltner-channels',
  name: 'Keltner channels',
  aliases: ['keltner', 'kc'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    periodParameter({ default: 10, name: 'rangePeriod', label: 'Range period' }),
    { name: 'multiplier', label: 'Multiplier', default: 2, minimum: 0.1, maximum: 100, isInteger: false },
    schoolParameter({ label: 'Average', taLib: 'of typical prices', stockIndicators: 'of closes' }),
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => Math.max(read('period'), read('rangePeriod') + 1),
  begin: (read) => ({
    middle: new LateStart(
      customaryAverage(read('period')),
      read('convention') === 1 ? 0 : Math.max(0, read('rangePeriod') + 1 - read('period')),
    ),
    range: new AverageTrueRange(read('rangePeriod')),
    rangeWait: read('convention') === 1 ? 0 : Math.max(0, read('period') - read('rangePeriod') - 1),
    ofCloses: read('convention') === 1,
    middleWait: read('convention') === 1 ? Math.max(read('period'), read('rangePeriod')) - 1 : 0,
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const centre = state.middle.push(state.ofCloses ? close : (high + low + close) / 3);
    if (state.rangeWait > 0) {
      state.rangeWait--;
      return;
    }
    const distance = state.multiplier * state.range.push(high, low, close);
    if (state.middleWait > 0) {
      state.middleWait--;
      return;
    }
    values[0] = centre + distance;
    values[1] = centre;
    values[2] = centre - distance;
  },
});
