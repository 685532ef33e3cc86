import { defineIndicator } from '../define-indicator.ts';

/** Mean of high, low and close (TA-Lib TYPPRICE). */
export const typicalPrice = defineIndicator({
  slug: 'typical-price',
  name: 'Typical price',
  aliases: ['typprice', 'hlc3'],
  group: 'price',
  parameters: [],
  pane: 'price',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_, { high, low, close }) => (high + low + close) / 3,
});
