import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Sum over `period` bars of the exponential average of high less low over the average of that average (Dorsey 1992; TA-Lib MASSI). */
export const massIndex = defineIndicator({
  slug: 'mass-index',
  name: 'Mass index',
  aliases: ['massi', 'mass'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 9, name: 'average', label: 'Average period' }),
    periodParameter({ default: 25 }),
  ],
  pane: 'separate',
  warmUpBars: (read) => 2 * read('average') + read('period') - 2,
  begin: (read) => ({
    first: customaryAverage(read('average')),
    second: customaryAverage(read('average')),
    sum: new RollingSum(read('period')),
  }),
  step: ({ first, second, sum }, { high, low }) => {
    const average = first.push(high - low);
    return feed(sum, ratio(average, feed(second, average)));
  },
});
