import { defineMultipleIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** End of the least-squares line through the newest `period` closes, and that many deviations of the closes about the line above and below. */
export const linearRegressionChannel = defineMultipleIndicator({
  slug: 'linear-regression-channel',
  name: 'Linear regression channel',
  aliases: ['lr-channel', 'regression-channel'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 100, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')), deviations: read('deviations') }),
  step: ({ line, deviations }, { close }, values) => {
    const middle = line.push(close);
    const distance = deviations * line.deviation;
    values[0] = middle + distance;
    values[1] = middle;
    values[2] = middle - distance;
  },
});
