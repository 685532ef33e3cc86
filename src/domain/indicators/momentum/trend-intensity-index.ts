import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Share, in percent, of the distances of closes from their average that lie above it: the average of `period` bars, the distances of half as many (Pee 2002). */
export const trendIntensityIndex = defineIndicator({
  slug: 'trend-intensity-index',
  name: 'Trend intensity index',
  aliases: ['tii'],
  group: 'momentum',
  parameters: [periodParameter({ default: 30, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + Math.ceil(read('period') / 2) - 1,
  begin: (read) => ({
    mean: new RollingMean(read('period')),
    above: new RollingSum(Math.ceil(read('period') / 2)),
    total: new RollingSum(Math.ceil(read('period') / 2)),
  }),
  step: ({ mean, above, total }, { close }) => {
    const distance = close - mean.push(close);
    if (Number.isNaN(distance)) return Number.NaN;
    return 100 * ratio(above.push(Math.max(0, distance)), total.push(Math.abs(distance)), 0.5);
  },
});
