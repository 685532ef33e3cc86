import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/** Where the relative strength index stands in the range of its newest `stochastic` values, 0 to 100, and the average of that (Chande and Kroll 1994; TA-Lib STOCHRSI). `smooth` 1 leaves the first as it is. */
export const stochasticRelativeStrengthIndex = defineMultipleIndicator({
  slug: 'stochastic-relative-strength-index',
  name: 'Stochastic relative strength index',
  aliases: ['stochrsi', 'stoch-rsi', 'stochastic-rsi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 14, name: 'stochastic', label: 'Stochastic period' }),
    periodParameter({ default: 3, name: 'signal', label: 'Period of %D' }),
    periodParameter({ default: 1, name: 'smooth', label: 'Smoothing of %K' }),
    averageParameter({ default: 0, name: 'signalAverage', label: 'Average of %D' }),
  ],
  outputs: ['k', 'd'],
  pane: 'separate',
  warmUpBars: (read) =>
    read('period') +
    read('stochastic') +
    read('smooth') -
    1 +
    movingAverageBars(read('signalAverage'), read('signal')) -
    1,
  begin: (read) => ({
    share: new NetChangeShare(read('period'), 1),
    place: new StochasticPlace(read('stochastic')),
    smooth: new RollingMean(read('smooth')),
    signal: createMovingAverage(read('signalAverage'), read('signal')),
  }),
  step: ({ share, place, smooth, signal }, { close }, values) => {
    const index = 50 + 50 * share.push(close);
    if (Number.isNaN(index)) return;
    const k = feed(smooth, place.push(index, index, index));
    values[0] = k;
    values[1] = feed(signal, k);
  },
});
