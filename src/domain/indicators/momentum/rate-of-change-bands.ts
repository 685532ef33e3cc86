import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Change over `period` bars in percent, its exponential average of `smooth` bars, and the root of its mean square over `deviationPeriod` bars, above and below zero (Stock.Indicators). */
export const rateOfChangeBands = defineMultipleIndicator({
  slug: 'rate-of-change-bands',
  name: 'Rate of change with bands',
  aliases: ['roc-bands', 'roc-wb', 'roc-with-bands'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 12 }),
    periodParameter({ default: 3, name: 'smooth', label: 'Smoothing' }),
    periodParameter({ default: 12, name: 'deviationPeriod', label: 'Period of the bands' }),
  ],
  outputs: ['value', 'average', 'upper', 'lower'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + Math.max(read('smooth'), read('deviationPeriod')),
  begin: (read) => ({
    before: new Delay(read('period')),
    average: customaryAverage(read('smooth')),
    squares: new RollingMean(read('deviationPeriod')),
  }),
  step: (state, { close }, values) => {
    const before = state.before.push(close);
    const change = 100 * ratio(close - before, before);
    const width = Math.sqrt(Math.max(0, feed(state.squares, change * change)));
    values[0] = change;
    values[1] = feed(state.average, change);
    values[2] = width;
    values[3] = -width;
  },
});
