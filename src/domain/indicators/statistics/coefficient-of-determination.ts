import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Share of the variance of the newest `period` closes that the least-squares line explains, 0 to 1. */
export const coefficientOfDetermination = defineIndicator({
  slug: 'coefficient-of-determination',
  name: 'Coefficient of determination',
  aliases: ['r-squared', 'rsquared'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => {
    line.push(close);
    return line.determination;
  },
});
