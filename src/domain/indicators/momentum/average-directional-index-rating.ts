import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { AverageDirectionalIndex, DIRECTIONAL_SEEDING } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the average directional index now and `period` − 1 bars before (Wilder 1978; TA-Lib ADXR). `seeding` 1 sums one movement more before it fades, as Stock.Indicators does. */
export const averageDirectionalIndexRating = defineIndicator({
  slug: 'average-directional-index-rating',
  name: 'Average directional index rating',
  aliases: ['adxr', 'average-directional-movement-index-rating'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 }), DIRECTIONAL_SEEDING],
  pane: 'separate',
  warmUpBars: (read) => 3 * read('period') - 1,
  begin: (read) => ({
    average: new AverageDirectionalIndex(read('period'), read('seeding') === 1),
    before: new Delay(read('period') - 1),
  }),
  step: ({ average, before }, { high, low, close }) => {
    const now = average.push(high, low, close);
    return (now + before.push(now)) / 2;
  },
});
