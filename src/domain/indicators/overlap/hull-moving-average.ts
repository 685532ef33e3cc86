import { defineIndicator } from '../define-indicator.ts';
import { HullAverage } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** Weighted average, over the root of `period`, of twice the weighted average of half the period less that of all of it; halves and roots are rounded down (Hull 2005; TA-Lib HMA). */
export const hullMovingAverage = defineIndicator({
  slug: 'hull-moving-average',
  name: 'Hull moving average',
  aliases: ['hma', 'hull'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20, minimum: 2 })],
  pane: 'price',
  warmUpBars: (read) => read('period') + Math.floor(Math.sqrt(read('period'))) - 1,
  begin: (read) => ({ average: new HullAverage(read('period')) }),
  step: ({ average }, { close }) => average.push(close),
});
