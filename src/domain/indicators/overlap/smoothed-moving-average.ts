import { defineIndicator } from '../define-indicator.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { periodParameter } from '../parameters.ts';

/** Wilder's average: exponential with weight 1 / `period`, seeded with the mean of the first `period` closes (TA-Lib RMA). */
export const smoothedMovingAverage = defineIndicator({
  slug: 'smoothed-moving-average',
  name: 'Smoothed moving average',
  aliases: ['smma', 'rma', 'wilder-ma', 'wilder-moving-average', 'wilders-moving-average'],
  group: 'overlap',
  parameters: [periodParameter({ default: 14 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ average: new ExponentialAverage(read('period'), 1 / read('period')) }),
  step: ({ average }, { close }) => average.push(close),
});
