import { defineMultipleIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Lowest and highest of the newest `period` closes (TA-Lib MINMAX). */
export const lowestAndHighest = defineMultipleIndicator({
  slug: 'lowest-and-highest',
  name: 'Lowest and highest close',
  aliases: ['minmax'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  outputs: ['lowest', 'highest'],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
  }),
  step: ({ highest, lowest }, { close }, values) => {
    values[0] = -lowest.push(-close);
    values[1] = highest.push(close);
  },
});
