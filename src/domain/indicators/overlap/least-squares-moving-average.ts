import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Where the least-squares line through the newest `period` closes ends (TA-Lib LINEARREG). */
export const leastSquaresMovingAverage = defineIndicator({
  slug: 'least-squares-moving-average',
  name: 'Least-squares moving average',
  aliases: [
    'lsma',
    'epma',
    'linearreg',
    'endpoint-moving-average',
    'linear-regression',
    'linear-regression-curve',
    'linreg',
  ],
  group: 'overlap',
  parameters: [periodParameter({ default: 14 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => line.push(close),
});
