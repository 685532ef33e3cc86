import { defineIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Middle of the highest and lowest of the newest `period` closes (TA-Lib MIDPOINT). */
export const midpoint = defineIndicator({
  slug: 'midpoint',
  name: 'Midpoint',
  aliases: ['midpoint-of-closes'],
  group: 'overlap',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
  }),
  step: ({ highest, lowest }, { close }) => (highest.push(close) - lowest.push(-close)) / 2,
});
