import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** High less low per unit of volume (Williams; TA-Lib MARKETFI); 0 without volume. */
export const marketFacilitationIndex = defineIndicator({
  slug: 'market-facilitation-index',
  name: 'Market facilitation index',
  aliases: ['marketfi', 'bw-mfi'],
  group: 'volume',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({}),
  step: (_, { high, low, volume }) => ratio(high - low, volume),
});
