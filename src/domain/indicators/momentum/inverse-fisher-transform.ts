import { defineIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { WeightedAverage } from '../kernels/weighted-average.ts';
import { periodParameter } from '../parameters.ts';

/** Relative strength index, smoothed by a weighted average and squeezed towards −1 and 1 (Ehlers 2004). */
export const inverseFisherTransform = defineIndicator({
  slug: 'inverse-fisher-transform',
  name: 'Inverse Fisher transform of RSI',
  aliases: ['ift-rsi', 'inverse-fisher'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 5 }),
    periodParameter({ default: 9, name: 'smooth', label: 'Smoothing' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('smooth'),
  begin: (read) => ({
    share: new NetChangeShare(read('period'), 1),
    smooth: new WeightedAverage(read('smooth')),
  }),
  step: ({ share, smooth }, { close }) => {
    const value = feed(smooth, 5 * share.push(close));
    return Math.tanh(value);
  },
});
