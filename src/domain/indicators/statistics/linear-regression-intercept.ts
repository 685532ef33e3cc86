import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Where the least-squares line through the newest `period` closes begins (TA-Lib LINEARREG_INTERCEPT). */
export const linearRegressionIntercept = defineIndicator({
  slug: 'linear-regression-intercept',
  name: 'Linear regression intercept',
  aliases: ['linearreg-intercept'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => {
    line.push(close);
    return line.intercept;
  },
});
