import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Where the close stands between the lowest low and highest high of the newest `period` bars, 0 to 100: `k` is its average over `smooth` bars, `d` that of `k` over `signal` bars (TA-Lib STOCH; `smooth` 1 gives the fast oscillator). A range of zero counts as 0, as in TA-Lib.
 */
export const stochasticOscillator = defineMultipleIndicator({
  slug: 'stochastic-oscillator',
  name: 'Stochastic oscillator',
  aliases: ['stoch', 'stochastic', 'slow-stochastic', 'full-stochastic'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 3, name: 'smooth', label: 'Smoothing of %K' }),
    periodParameter({ default: 3, name: 'signal', label: 'Period of %D' }),
    averageParameter({ default: 0, name: 'smoothAverage', label: 'Average of %K' }),
    averageParameter({ default: 0, name: 'signalAverage', label: 'Average of %D' }),
  ],
  outputs: ['k', 'd'],
  pane: 'separate',
  warmUpBars: (read) =>
    read('period') +
    movingAverageBars(read('smoothAverage'), read('smooth')) +
    movingAverageBars(read('signalAverage'), read('signal')) -
    2,
  begin: (read) => ({
    place: new StochasticPlace(read('period')),
    smooth: createMovingAverage(read('smoothAverage'), read('smooth')),
    signal: createMovingAverage(read('signalAverage'), read('signal')),
  }),
  step: ({ place, smooth, signal }, { high, low, close }, values) => {
    const k = feed(smooth, place.push(high, low, close));
    values[0] = k;
    values[1] = feed(signal, k);
  },
});
