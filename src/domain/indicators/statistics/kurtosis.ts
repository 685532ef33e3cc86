import { defineIndicator } from '../define-indicator.ts';
import { CentralMoments } from '../kernels/central-moments.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Population excess kurtosis of the newest `period` closes: 0 for a normal distribution and for a flat window. Each bar costs `period` steps. */
export const kurtosis = defineIndicator({
  slug: 'kurtosis',
  name: 'Excess kurtosis',
  aliases: ['kurt'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30, minimum: 4 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')), moments: new CentralMoments() }),
  step: ({ window, moments }, { close }) => {
    window.push(close);
    moments.measure(window);
    const { second, fourth } = moments;
    return second === 0 ? 0 : fourth / (second * second) - 3;
  },
});
