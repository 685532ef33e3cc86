import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage, ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/** MACD put twice through a smoothed stochastic, 0 to 100 (Schaff 1999). */
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
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')) + 2 * (read('cycle') - 1),
  begin: (read) => ({
    fast: customaryAverage(read('fast')),
    slow: customaryAverage(read('slow')),
    first: new StochasticPlace(read('cycle')),
    second: new StochasticPlace(read('cycle')),
    smoothFirst: new ExponentialAverage(1, read('factor')),
    smoothSecond: new ExponentialAverage(1, read('factor')),
  }),
  step: (state, { close }) => {
    const macd = state.fast.push(close) - state.slow.push(close);
    if (Number.isNaN(macd)) return Number.NaN;
    const first = feed(state.smoothFirst, state.first.push(macd, macd, macd));
    if (Number.isNaN(first)) return Number.NaN;
    return feed(state.smoothSecond, state.second.push(first, first, first));
  },
});
