import { defineIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Middle of the highest high and lowest low of the newest `period` bars (TA-Lib MIDPRICE). */
export const midprice = defineIndicator({
  slug: 'midprice',
  name: 'Midprice',
  aliases: ['midpoint-price'],
  group: 'overlap',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
  }),
  step: ({ highest, lowest }, { high, low }) => (highest.push(high) - lowest.push(-low)) / 2,
});
