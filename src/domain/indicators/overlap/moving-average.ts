import { defineIndicator } from '../define-indicator.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** An average of closes whose kind is a number, TA-Lib's own (TA-Lib MA), for those who look for the best kind. */
export const movingAverage = defineIndicator({
  slug: 'moving-average',
  name: 'Moving average of a chosen kind',
  aliases: ['ma'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    averageParameter({ default: 0, name: 'average', label: 'Kind of average' }),
  ],
  pane: 'price',
  warmUpBars: (read) => movingAverageBars(read('average'), read('period')),
  begin: (read) => ({ average: createMovingAverage(read('average'), read('period')) }),
  step: ({ average }, { close }) => average.push(close),
});
