import { defineIndicator } from '../define-indicator.ts';
import { barField, barFieldParameter } from '../kernels/bar-field.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingCovariance } from '../kernels/rolling-covariance.ts';
import { periodParameter } from '../parameters.ts';

/** Slope of the bar-to-bar changes of one price on those of another, over `period` changes: prices are 0 open, 1 high, 2 low, 3 close, 4 volume (TA-Lib BETA, whose defaults are high and low). */
export const beta = defineIndicator({
  slug: 'beta',
  name: 'Beta of highs and lows',
  aliases: ['beta-coefficient'],
  group: 'statistics',
  parameters: [
    periodParameter({ default: 5 }),
    barFieldParameter({ name: 'first', label: 'First series', default: 1 }),
    barFieldParameter({ name: 'second', label: 'Second series', default: 2 }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    pair: new RollingCovariance(read('period')),
    first: read('first'),
    second: read('second'),
    beforeFirst: Number.NaN,
    beforeSecond: Number.NaN,
  }),
  step: (state, bar) => {
    const { pair, beforeFirst, beforeSecond } = state;
    const first = barField(bar, state.first);
    const second = barField(bar, state.second);
    state.beforeFirst = first;
    state.beforeSecond = second;
    if (Number.isNaN(beforeFirst)) return Number.NaN;
    pair.push(ratio(first - beforeFirst, beforeFirst), ratio(second - beforeSecond, beforeSecond));
    return ratio(pair.covariance, pair.varianceX);
  },
});
