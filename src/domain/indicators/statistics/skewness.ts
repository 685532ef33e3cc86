import { defineIndicator } from '../define-indicator.ts';
import { CentralMoments } from '../kernels/central-moments.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Population skewness of the newest `period` closes, 0 for a flat window. Each bar costs `period` steps. */
export const skewness = defineIndicator({
  slug: 'skewness',
  name: 'Skewness',
  aliases: ['skew'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30, minimum: 3 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')), moments: new CentralMoments() }),
  step: ({ window, moments }, { close }) => {
    window.push(close);
    moments.measure(window);
    const { second, third } = moments;
    return second === 0 ? 0 : third / second ** 1.5;
  },
});
