import { defineIndicator } from '../define-indicator.ts';

/** Mean of high, low and twice the close (TA-Lib WCLPRICE). */
export const weightedClose = defineIndicator({
  slug: 'weighted-close',
  name: 'Weighted close price',
  aliases: ['wclprice', 'hlcc4', 'wcp'],
  group: 'price',
  parameters: [],
  pane: 'price',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_, { high, low, close }) => (high + low + 2 * close) / 4,
});
