import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Where the close stands between the Bollinger bands: 0 at the lower, 1 at the upper; 0.5 where they meet (Bollinger 2001). */
export const percentB = defineIndicator({
  slug: 'percent-b',
  name: 'Bollinger percent B',
  aliases: ['bb-percent', 'pctb', 'bollinger-percent-b'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ rolling: new RollingDeviation(read('period')), deviations: read('deviations') }),
  step: ({ rolling, deviations }, { close }) => {
    rolling.push(close);
    const distance = deviations * rolling.deviation;
    return ratio(close - rolling.mean + distance, 2 * distance, 0.5);
  },
});
