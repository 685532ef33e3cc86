import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the close from its simple average in percent of the average. */
export const bias = defineIndicator({
  slug: 'bias',
  name: 'Bias',
  aliases: ['disparity', 'bias-ratio'],
  group: 'momentum',
  parameters: [periodParameter({ default: 26 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')) }),
  step: ({ mean }, { close }) => {
    const average = mean.push(close);
    return 100 * ratio(close - average, average);
  },
});
