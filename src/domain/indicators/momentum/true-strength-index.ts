import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Change of the close smoothed twice, in percent of its size smoothed likewise, −100 to 100 (Blau 1991; TA-Lib TSI), and the exponential average of that (Stock.Indicators). */
export const trueStrengthIndex = defineMultipleIndicator({
  slug: 'true-strength-index',
  name: 'True strength index',
  aliases: ['tsi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 25, name: 'slow', label: 'First smoothing' }),
    periodParameter({ default: 13, name: 'fast', label: 'Second smoothing' }),
    periodParameter({ default: 7, name: 'signal', label: 'Signal period' }),
  ],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => read('slow') + read('fast') + read('signal') - 1,
  begin: (read) => ({
    netSlow: customaryAverage(read('slow')),
    netFast: customaryAverage(read('fast')),
    grossSlow: customaryAverage(read('slow')),
    grossFast: customaryAverage(read('fast')),
    signal: customaryAverage(read('signal')),
    before: Number.NaN,
  }),
  step: (state, { close }, values) => {
    const change = close - state.before;
    state.before = close;
    const net = feed(state.netFast, feed(state.netSlow, change));
    const value = 100 * ratio(net, feed(state.grossFast, feed(state.grossSlow, Math.abs(change))));
    values[0] = value;
    values[1] = feed(state.signal, value);
  },
});
