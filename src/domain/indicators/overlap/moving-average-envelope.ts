import { defineMultipleIndicator } from '../define-indicator.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** An average of closes and bands a share of it away. */
export const movingAverageEnvelope = defineMultipleIndicator({
  slug: 'moving-average-envelope',
  name: 'Moving average envelope',
  aliases: ['envelope', 'ma-envelope', 'ma-env'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    { name: 'percent', label: 'Percent', default: 2.5, minimum: 0.01, maximum: 100, isInteger: false },
    averageParameter({ default: 0, name: 'average', label: 'Kind of average' }),
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => movingAverageBars(read('average'), read('period')),
  begin: (read) => ({
    average: createMovingAverage(read('average'), read('period')),
    share: read('percent') / 100,
  }),
  step: ({ average, share }, { close }, values) => {
    const middle = average.push(close);
    values[0] = middle * (1 + share);
    values[1] = middle;
    values[2] = middle * (1 - share);
  },
});
