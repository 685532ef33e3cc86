import { defineIndicator } from '../define-indicator.ts';

/** Middle of high and low (TA-Lib MEDPRICE). */
export const medianPrice = defineIndicator({
  slug: 'median-price',
  name: 'Median price',
  aliases: ['medprice', 'hl2'],
  group: 'price',
  parameters: [],
  pane: 'price',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_, { high, low }) => (high + low) / 2,
});
