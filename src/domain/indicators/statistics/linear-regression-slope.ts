import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Rise per bar of the least-squares line through the newest `period` closes (TA-Lib LINEARREG_SLOPE). */
export const linearRegressionSlope = defineIndicator({
  slug: 'linear-regression-slope',
  name: 'Linear regression slope',
  aliases: ['linearreg-slope', 'slope'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => {
    line.push(close);
    return line.slope;
  },
});
