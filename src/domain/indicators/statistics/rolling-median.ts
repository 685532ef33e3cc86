import { defineIndicator } from '../define-indicator.ts';
import { SortedWindow } from '../kernels/sorted-window.ts';
import { periodParameter } from '../parameters.ts';

/** Middle of the newest `period` closes in order, between the two middle ones of an even count. Each bar costs up to `period` steps. */
export const rollingMedian = defineIndicator({
  slug: 'rolling-median',
  name: 'Median',
  aliases: ['median'],
  group: 'statistics',
  parameters: [periodParameter({ default: 20 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new SortedWindow(read('period')) }),
  step: ({ window }, { close }) => {
    window.push(close);
    return window.quantile(0.5);
  },
});
