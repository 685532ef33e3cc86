import { defineIndicator } from '../define-indicator.ts';

/** Mean of open, high, low and close (TA-Lib AVGPRICE). */
export const averagePrice = defineIndicator({
  slug: 'average-price',
  name: 'Average price',
  aliases: ['avgprice', 'ohlc4'],
  group: 'price',
  parameters: [],
  pane: 'price',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_, { open, high, low, close }) => (open + high + low + close) / 4,
});
