import { defineIndicator } from '../define-indicator.ts';
import { customarySmoothing, ExponentialAverage } from '../kernels/exponential-average.ts';
import { moneyFlow } from '../kernels/money-flow.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Fast less slow exponential average of the accumulation/distribution line, both started at its first value (TA-Lib ADOSC), or with `seeding` 1 each seeded with the mean of its first values (Stock.Indicators). */
export const chaikinOscillator = defineIndicator({
  slug: 'chaikin-oscillator',
  name: 'Chaikin oscillator',
  aliases: ['adosc', 'chaikin', 'chaikin-osc', 'accumulation-distribution-oscillator'],
  group: 'volume',
  parameters: [
    periodParameter({ default: 3, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 10, name: 'slow', label: 'Slow period' }),
    schoolParameter({
      name: 'seeding',
      label: 'Seeds',
      taLib: 'at the first value',
      stockIndicators: 'means',
    }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')),
  begin: (read) => ({
    total: 0,
    fast: lineAverage(read('fast'), read('seeding') === 1),
    slow: lineAverage(read('slow'), read('seeding') === 1),
  }),
  step: (state, { high, low, close, volume }) => {
    state.total += moneyFlow(high, low, close) * volume;
    return state.fast.push(state.total) - state.slow.push(state.total);
  },
});

function lineAverage(period: number, isSeededWithMean: boolean): ExponentialAverage {
  return new ExponentialAverage(isSeededWithMean ? period : 1, customarySmoothing(period));
}
