import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage, ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** One-bar rate of change, smoothed with weights 2 / `first` and 2 / `second`, ten times, and its average (Swenlin; Stock.Indicators' PMO). */
export const priceMomentumOscillator = defineMultipleIndicator({
  slug: 'price-momentum-oscillator',
  name: 'Price momentum oscillator',
  aliases: ['pmo'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 35, name: 'first', label: 'First smoothing', minimum: 2 }),
    periodParameter({ default: 20, name: 'second', label: 'Second smoothing', minimum: 2 }),
    periodParameter({ default: 10, name: 'signal', label: 'Signal period' }),
  ],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => read('first') + read('second') + read('signal') - 1,
  begin: (read) => ({
    first: new ExponentialAverage(read('first'), 2 / read('first')),
    second: new ExponentialAverage(read('second'), 2 / read('second')),
    signal: customaryAverage(read('signal')),
    before: Number.NaN,
  }),
  step: (state, { close }, values) => {
    const { before } = state;
    state.before = close;
    const change = Number.isNaN(before) ? Number.NaN : 100 * ratio(close - before, before);
    const value = feed(state.second, 10 * feed(state.first, change));
    values[0] = value;
    values[1] = feed(state.signal, value);
  },
});
