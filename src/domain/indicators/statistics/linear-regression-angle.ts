import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Angle, in degrees, of the least-squares line through the newest `period` closes, a bar being as wide as a unit of price (TA-Lib LINEARREG_ANGLE). */
export const linearRegressionAngle = defineIndicator({
  slug: 'linear-regression-angle',
  name: 'Linear regression angle',
  aliases: ['linearreg-angle'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => {
    line.push(close);
    return (Math.atan(line.slope) * 180) / Math.PI;
  },
});
