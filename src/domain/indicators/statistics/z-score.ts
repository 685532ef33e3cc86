import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the close from the mean of the newest `period`, in their population standard deviations; 0 for a flat window. */
export const zScore = defineIndicator({
  slug: 'z-score',
  name: 'Z-score',
  aliases: ['zscore', 'rolling-z-score'],
  group: 'statistics',
  parameters: [periodParameter({ default: 20, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ rolling: new RollingDeviation(read('period')) }),
  step: ({ rolling }, { close }) => {
    rolling.push(close);
    return ratio(close - rolling.mean, rolling.deviation);
  },
});
