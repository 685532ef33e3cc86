import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** The relative strength index smoothed by two exponential averages, less the simple average of that (Brown 1994). */
export const derivativeOscillator = defineIndicator({
  slug: 'derivative-oscillator',
  name: 'Derivative oscillator',
  aliases: ['dosc'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 5, name: 'first', label: 'First smoothing' }),
    periodParameter({ default: 3, name: 'second', label: 'Second smoothing' }),
    periodParameter({ default: 9, name: 'signal', label: 'Signal period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('first') + read('second') + read('signal') - 2,
  begin: (read) => ({
    share: new NetChangeShare(read('period'), 1),
    first: customaryAverage(read('first')),
    second: customaryAverage(read('second')),
    signal: new RollingMean(read('signal')),
  }),
  step: (state, { close }) => {
    const index = 50 + 50 * state.share.push(close);
    const smooth = feed(state.second, feed(state.first, index));
    return smooth - feed(state.signal, smooth);
  },
});
