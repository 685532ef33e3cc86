import { defineIndicator } from '../define-indicator.ts';
import { ChainedAverages } from '../kernels/chained-averages.ts';
import { TripleAverage } from '../kernels/moving-average.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Three times the exponential average, less three times the average of it, and the average of that (Mulloy 1994). Each is seeded in turn (TA-Lib TEMA); `seeding` 1 seeds
 * all with the mean of the first `period` closes, as Stock.Indicators does.
 */
export const tripleExponentialMovingAverage = defineIndicator({
  slug: 'triple-exponential-moving-average',
  name: 'Triple exponential moving average',
  aliases: ['tema'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    schoolParameter({ name: 'seeding', label: 'Seeds', taLib: 'in turn', stockIndicators: 'together' }),
  ],
  pane: 'price',
  warmUpBars: (read) => ChainedAverages.warmUpBars(3, read('period'), read('seeding') === 1),
  begin: (read) => ({ average: new TripleAverage(read('period'), read('seeding') === 1) }),
  step: ({ average }, { close }) => average.push(close),
});
