import { defineIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Lowest of the newest `period` closes (TA-Lib MIN). */
export const lowestValue = defineIndicator({
  slug: 'lowest-value',
  name: 'Lowest close',
  aliases: ['min', 'lowest'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ lowest: new RollingMaximum(read('period')) }),
  step: ({ lowest }, { close }) => -lowest.push(-close),
});
