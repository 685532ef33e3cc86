import { defineIndicator } from '../define-indicator.ts';
import { barField, barFieldParameter } from '../kernels/bar-field.ts';
import { RollingCovariance } from '../kernels/rolling-covariance.ts';
import { periodParameter } from '../parameters.ts';

/** Pearson's correlation of two prices of the newest `period` bars: 0 open, 1 high, 2 low, 3 close, 4 volume (TA-Lib CORREL, whose defaults are high and low). */
export const correlation = defineIndicator({
  slug: 'correlation',
  name: 'Correlation',
  aliases: ['correl', 'correlation-coefficient', 'corr'],
  group: 'statistics',
  parameters: [
    periodParameter({ default: 30, minimum: 2 }),
    barFieldParameter({ name: 'first', label: 'First series', default: 1 }),
    barFieldParameter({ name: 'second', label: 'Second series', default: 2 }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    pair: new RollingCovariance(read('period')),
    first: read('first'),
    second: read('second'),
  }),
  step: ({ pair, first, second }, bar) => {
    pair.push(barField(bar, first), barField(bar, second));
    return pair.correlation;
  },
});
