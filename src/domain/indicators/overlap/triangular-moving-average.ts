import { defineIndicator } from '../define-indicator.ts';
import { TriangularAverage } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** Simple average of a simple average: weights rise to the middle of the newest `period` closes and fall again (TA-Lib TRIMA). */
export const triangularMovingAverage = defineIndicator({
  slug: 'triangular-moving-average',
  name: 'Triangular moving average',
  aliases: ['trima', 'tma'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ average: new TriangularAverage(read('period')) }),
  step: ({ average }, { close }) => average.push(close),
});
