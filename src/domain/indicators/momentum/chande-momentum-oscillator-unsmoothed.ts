import { defineIndicator } from '../define-indicator.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Sum of the newest `period` changes in percent of the sum of their sizes, −100 to 100 (Chande and Kroll 1994; TA-Lib CMOU). */
export const chandeMomentumOscillatorUnsmoothed = defineIndicator({
  slug: 'chande-momentum-oscillator-unsmoothed',
  name: 'Chande momentum oscillator, unsmoothed',
  aliases: ['cmou'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    net: new RollingSum(read('period')),
    gross: new RollingSum(read('period')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const change = close - state.before;
    state.before = close;
    return 100 * ratio(feed(state.net, change), feed(state.gross, Math.abs(change)));
  },
});
