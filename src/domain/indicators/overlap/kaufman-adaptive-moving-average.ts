import { defineIndicator } from '../define-indicator.ts';
import { KaufmanAverage } from '../kernels/adaptive-averages.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Exponential average whose weight follows the efficiency of the newest `period` changes: that of `fast` bars when the price goes straight, of `slow` when it wanders. Starts from the close before (TA-Lib KAMA,
 * which fixes fast 2 and slow 30); with `seeding` 1 that close is shown as its first value (Stock.Indicators).
 */
export const kaufmanAdaptiveMovingAverage = defineIndicator({
  slug: 'kaufman-adaptive-moving-average',
  name: 'Kaufman adaptive moving average',
  aliases: ['kama'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 10 }),
    periodParameter({ default: 2, name: 'fast', label: 'Fastest period' }),
    periodParameter({ default: 30, name: 'slow', label: 'Slowest period' }),
    schoolParameter({
      name: 'seeding',
      label: 'The close it starts from',
      taLib: 'hidden',
      stockIndicators: 'shown',
    }),
  ],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1 - read('seeding'),
  begin: (read) => ({
    average: new KaufmanAverage(read('period'), read('fast'), read('slow')),
    isStartShown: read('seeding') === 1,
  }),
  step: ({ average, isStartShown }, { close }) => {
    const value = average.push(close);
    return Number.isNaN(value) && isStartShown ? close : value;
  },
});
