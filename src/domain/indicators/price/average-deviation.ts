import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Mean distance of the newest `period` closes from their mean (TA-Lib AVGDEV). Each bar costs `period` steps. */
export const averageDeviation = defineIndicator({
  slug: 'average-deviation',
  name: 'Average deviation',
  aliases: ['avgdev', 'mean-absolute-deviation', 'mad'],
  group: 'price',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')), mean: new RollingMean(read('period')) }),
  step: ({ window, mean }, { close }) => {
    window.push(close);
    const centre = mean.push(close);
    let sum = 0;
    for (const value of window.unordered) sum += Math.abs(value - centre);
    return sum / window.period;
  },
});
