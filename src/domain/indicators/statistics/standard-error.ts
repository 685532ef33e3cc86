import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Standard error of the newest `period` closes about the least-squares line, divisor period − 2. */
export const standardError = defineIndicator({
  slug: 'standard-error',
  name: 'Standard error of regression',
  aliases: ['steyx', 'stderr'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 3 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    line: new RollingRegression(read('period')),
    scale: Math.sqrt(read('period') / (read('period') - 2)),
  }),
  step: ({ line, scale }, { close }) => {
    line.push(close);
    return scale * line.deviation;
  },
});
