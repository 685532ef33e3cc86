import { defineIndicator } from '../define-indicator.ts';
import { ChainedAverages } from '../kernels/chained-averages.ts';
import { TillsonAverage } from '../kernels/moving-average.ts';
import { conventionParameter, periodParameter } from '../parameters.ts';

/**
 * Six exponential averages in a row, weighted by the volume factor so that they overshoot little (Tillson 1998). Each is seeded in turn (TA-Lib T3); `seeding` 1 seeds all with the mean of the first `period` closes, as Stock.Indicators does.
 */
export const tillsonMovingAverage = defineIndicator({
  slug: 'tillson-moving-average',
  name: 'Tillson T3 moving average',
  aliases: ['t3'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 5 }),
    { name: 'volumeFactor', label: 'Volume factor', default: 0.7, minimum: 0, maximum: 1, isInteger: false },
    conventionParameter({ name: 'seeding', label: 'Seeds (0 in turn as TA-Lib, 1 together)', default: 0 }),
  ],
  pane: 'price',
  warmUpBars: (read) => ChainedAverages.warmUpBars(6, read('period'), read('seeding') === 1),
  begin: (read) => ({
    average: new TillsonAverage(read('period'), read('volumeFactor'), read('seeding') === 1),
  }),
  step: ({ average }, { close }) => average.push(close),
});
