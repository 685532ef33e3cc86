import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Simple average of volume over `period` bars. */
export const volumeMovingAverage = defineIndicator({
  slug: 'volume-moving-average',
  name: 'Volume moving average',
  aliases: ['volume-sma', 'vma'],
  group: 'volume',
  parameters: [periodParameter({ default: 20 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')) }),
  step: ({ mean }, { volume }) => mean.push(volume),
});
