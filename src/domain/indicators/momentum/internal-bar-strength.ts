import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Where the close stands between the low (0) and the high (1) of its bar; 0.5 in a bar without range. */
export const internalBarStrength = defineIndicator({
  slug: 'internal-bar-strength',
  name: 'Internal bar strength',
  aliases: ['ibs'],
  group: 'momentum',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_state, { high, low, close }) => ratio(close - low, high - low, 0.5),
});
