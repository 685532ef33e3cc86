import { defineIndicator } from '../define-indicator.ts';
import { ChainedAverages } from '../kernels/chained-averages.ts';
import { TillsonAverage } from '../kernels/moving-average.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Six exponential averages in a row, weighted by the volume factor so that they overshoot little (Tillson 1998). Each is seeded in turn (TA-Lib T3); `seeding` 1 starts all at the first close, as Stock.Indicators does.
 */
export const tillsonMovingAverage = defineIndicator({
  slug: 'tillson-moving-average',
  name: 'Tillson T3 moving average',
  aliases: ['t3', 't3-moving-average'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 5 }),
    { name: 'volumeFactor', label: 'Volume factor', default: 0.7, minimum: 0, maximum: 1, isInteger: false },
    schoolParameter({
      name: 'seeding',
      label: 'Seeds',
      taLib: 'in turn',
      stockIndicators: 'at the first close',
    }),
  ],
  pane: 'price',
  warmUpBars: (read) => (read('seeding') === 1 ? 1 : ChainedAverages.warmUpBars(6, read('period'))),
  begin: (read) => ({
    average: new TillsonAverage(read('period'), read('volumeFactor'), read('seeding') === 1),
  }),
  step: ({ average }, { close }) => average.push(close),
});
