import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import {
  AVERAGE,
  averageParameter,
  createMovingAverage,
  movingAverageBars,
} from '../kernels/moving-average.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/** The stochastic oscillator as traders in China use it: %K and %D are Wilder averages, %J = 3K − 2D (TA-Lib KDJ). */
export const kdj = defineMultipleIndicator({
  slug: 'kdj',
  name: 'KDJ',
  aliases: ['kdj-index'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 9 }),
    periodParameter({ default: 3, name: 'smooth', label: 'Smoothing of %K' }),
    averageParameter({ default: 13, name: 'smoothAverage', label: 'Average of %K' }),
    periodParameter({ default: 3, name: 'signal', label: 'Period of %D' }),
    averageParameter({ default: 13, name: 'signalAverage', label: 'Average of %D' }),
  ],
  outputs: ['k', 'd', 'j'],
  pane: 'separate',
  warmUpBars: (read) =>
    read('period') +
    movingAverageBars(read('smoothAverage'), read('smooth'), AVERAGE.wilder) +
    movingAverageBars(read('signalAverage'), read('signal'), AVERAGE.wilder) -
    2,
  begin: (read) => ({
    place: new StochasticPlace(read('period')),
    smooth: createMovingAverage(read('smoothAverage'), read('smooth'), AVERAGE.wilder),
    signal: createMovingAverage(read('signalAverage'), read('signal'), AVERAGE.wilder),
  }),
  step: ({ place, smooth, signal }, { high, low, close }, values) => {
    const k = feed(smooth, place.push(high, low, close));
    const d = feed(signal, k);
    values[0] = k;
    values[1] = d;
    values[2] = 3 * k - 2 * d;
  },
});
