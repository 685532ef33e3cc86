import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Smoothed rates of change over 10, 15, 20 and 30 bars, weighted 1 to 4, and the simple average of their sum (Pring 1992). */
export const knowSureThing = defineMultipleIndicator({
  slug: 'know-sure-thing',
  name: 'Know sure thing',
  aliases: ['kst', 'kst-oscillator'],
  group: 'momentum',
  parameters: [periodParameter({ default: 9, name: 'signal', label: 'Signal period' })],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => 44 + read('signal'),
  begin: (read) => ({
    changes: [10, 15, 20, 30].map((bars) => new Delay(bars)),
    averages: [10, 10, 10, 15].map((bars) => new RollingMean(bars)),
    signal: new RollingMean(read('signal')),
  }),
  step: ({ changes, averages, signal }, { close }, values) => {
    let sum = 0;
    for (let i = 0; i < changes.length; i++) {
      const before = changes[i]!.push(close);
      sum += (i + 1) * feed(averages[i]!, 100 * ratio(close - before, before));
    }
    values[0] = sum;
    values[1] = feed(signal, sum);
  },
});
