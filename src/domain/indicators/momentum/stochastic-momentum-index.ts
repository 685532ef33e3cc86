import { defineMultipleIndicator, type ReadParameter } from '../define-indicator.ts';
import { customarySmoothing, ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Distance of the close from the middle of the newest `period` bars in percent of half their range, both smoothed twice, −100 to 100, and its average (Blau 1993; TA-Lib SMI). Averages are seeded with means of their first values; `seeding` 1 starts each at its first value, as Stock.Indicators does. */
export const stochasticMomentumIndex = defineMultipleIndicator({
  slug: 'stochastic-momentum-index',
  name: 'Stochastic momentum index',
  aliases: ['smi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 13 }),
    periodParameter({ default: 2, name: 'fast', label: 'Second smoothing' }),
    periodParameter({ default: 25, name: 'slow', label: 'First smoothing' }),
    periodParameter({ default: 9, name: 'signal', label: 'Signal period' }),
    schoolParameter({ name: 'seeding', label: 'Seeds', taLib: 'means', stockIndicators: 'first values' }),
  ],
  outputs: ['smi', 'signal'],
  pane: 'separate',
  warmUpBars: (read) =>
    read('seeding') === 1
      ? read('period')
      : read('period') + read('slow') + read('fast') + read('signal') - 3,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    distanceSlow: seededAverage(read, 'slow'),
    distanceFast: seededAverage(read, 'fast'),
    rangeSlow: seededAverage(read, 'slow'),
    rangeFast: seededAverage(read, 'fast'),
    signal: seededAverage(read, 'signal'),
  }),
  step: (state, { high, low, close }, values) => {
    const top = state.highest.push(high);
    const bottom = -state.lowest.push(-low);
    const distance = feed(state.distanceFast, feed(state.distanceSlow, close - (top + bottom) / 2));
    const range = feed(state.rangeFast, feed(state.rangeSlow, top - bottom));
    const index = 200 * ratio(distance, range);
    values[0] = index;
    values[1] = feed(state.signal, index);
  },
});

function seededAverage(read: ReadParameter, name: string): ExponentialAverage {
  return new ExponentialAverage(read('seeding') === 1 ? 1 : read(name), customarySmoothing(read(name)));
}
