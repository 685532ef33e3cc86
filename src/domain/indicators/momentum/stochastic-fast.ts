import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/** Where the close stands in the range of the newest `period` bars, 0 to 100, and its average (TA-Lib STOCHF). */
export const stochasticFast = defineMultipleIndicator({
  slug: 'stochastic-fast',
  name: 'Stochastic oscillator, fast',
  aliases: ['stochf', 'fast-stochastic'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 5 }),
    periodParameter({ default: 3, name: 'signal', label: 'Period of %D' }),
    averageParameter({ default: 0, name: 'signalAverage', label: 'Average of %D' }),
  ],
  outputs: ['k', 'd'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + movingAverageBars(read('signalAverage'), read('signal')) - 1,
  begin: (read) => ({
    place: new StochasticPlace(read('period')),
    signal: createMovingAverage(read('signalAverage'), read('signal')),
  }),
  step: ({ place, signal }, { high, low, close }, values) => {
    const k = place.push(high, low, close);
    values[0] = k;
    values[1] = feed(signal, k);
  },
});
