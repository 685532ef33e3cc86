import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Change of the close smoothed twice, in percent of its size smoothed likewise, −100 to 100 (Blau 1991; TA-Lib TSI). */
export const trueStrengthIndex = defineIndicator({
  slug: 'true-strength-index',
  name: 'True strength index',
  aliases: ['tsi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 25, name: 'slow', label: 'First smoothing' }),
    periodParameter({ default: 13, name: 'fast', label: 'Second smoothing' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('slow') + read('fast'),
  begin: (read) => ({
    netSlow: customaryAverage(read('slow')),
    netFast: customaryAverage(read('fast')),
    grossSlow: customaryAverage(read('slow')),
    grossFast: customaryAverage(read('fast')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const change = close - state.before;
    state.before = close;
    const net = feed(state.netFast, feed(state.netSlow, change));
    return 100 * ratio(net, feed(state.grossFast, feed(state.grossSlow, Math.abs(change))));
  },
});
