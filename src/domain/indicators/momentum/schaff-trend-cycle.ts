import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage, ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { conventionParameter, periodParameter } from '../parameters.ts';

/** MACD put twice through a smoothed stochastic, 0 to 100 (Schaff 1999). With `convention` 1 once, and its mean over three bars (Stock.Indicators). */
export const schaffTrendCycle = defineIndicator({
  slug: 'schaff-trend-cycle',
  name: 'Schaff trend cycle',
  aliases: ['stc', 'schaff'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 23, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 50, name: 'slow', label: 'Slow period' }),
    periodParameter({ default: 10, name: 'cycle', label: 'Cycle period' }),
    { name: 'factor', label: 'Smoothing factor', default: 0.5, minimum: 0.01, maximum: 1, isInteger: false },
    {
      ...conventionParameter({
        name: 'convention',
        label: 'Stochastics (0 two as Schaff, 1 one as Stock.Indicators)',
        default: 0,
      }),
      schools: { 'ta-lib': 0, 'stock-indicators': 1 },
    },
  ],
  pane: 'separate',
  warmUpBars: (read) =>
    Math.max(read('fast'), read('slow')) +
    (read('convention') === 1 ? read('cycle') + 1 : 2 * (read('cycle') - 1)),
  begin: (read) => ({
    fast: customaryAverage(read('fast')),
    slow: customaryAverage(read('slow')),
    first: new StochasticPlace(read('cycle')),
    second: new StochasticPlace(read('cycle')),
    mean: new RollingMean(3),
    isOnce: read('convention') === 1,
    smoothFirst: new ExponentialAverage(1, read('factor')),
    smoothSecond: new ExponentialAverage(1, read('factor')),
  }),
  step: (state, { close }) => {
    const macd = state.fast.push(close) - state.slow.push(close);
    if (Number.isNaN(macd)) return Number.NaN;
    const place = state.first.push(macd, macd, macd);
    if (state.isOnce) return feed(state.mean, place);
    const first = feed(state.smoothFirst, place);
    if (Number.isNaN(first)) return Number.NaN;
    return feed(state.smoothSecond, state.second.push(first, first, first));
  },
});
