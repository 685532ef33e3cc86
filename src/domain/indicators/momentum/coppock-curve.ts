import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { WeightedAverage } from '../kernels/weighted-average.ts';
import { periodParameter } from '../parameters.ts';

/** Weighted average of the sum of two rates of change in percent (Coppock 1962; TA-Lib COPPOCK). */
export const coppockCurve = defineIndicator({
  slug: 'coppock-curve',
  name: 'Coppock curve',
  aliases: ['coppock'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 10 }),
    periodParameter({ default: 11, name: 'short', label: 'Short rate of change' }),
    periodParameter({ default: 14, name: 'long', label: 'Long rate of change' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('short'), read('long')) + read('period'),
  begin: (read) => ({
    short: new Delay(read('short')),
    long: new Delay(read('long')),
    average: new WeightedAverage(read('period')),
  }),
  step: ({ short, long, average }, { close }) => {
    const near = short.push(close);
    const far = long.push(close);
    return feed(average, 100 * ratio(close - near, near) + 100 * ratio(close - far, far));
  },
});
