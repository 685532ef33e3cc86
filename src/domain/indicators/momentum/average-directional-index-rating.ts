import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { AverageDirectionalIndex } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the average directional index now and `period` − 1 bars before (Wilder 1978; TA-Lib ADXR). */
export const averageDirectionalIndexRating = defineIndicator({
  slug: 'average-directional-index-rating',
  name: 'Average directional index rating',
  aliases: ['adxr'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => 3 * read('period') - 1,
  begin: (read) => ({
    average: new AverageDirectionalIndex(read('period')),
    before: new Delay(read('period') - 1),
  }),
  step: ({ average, before }, { high, low, close }) => {
    const now = average.push(high, low, close);
    return (now + before.push(now)) / 2;
  },
});
