import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Distance of the close, in percent, below the highest close so far. */
export const drawdown = defineIndicator({
  slug: 'drawdown',
  name: 'Drawdown',
  aliases: ['dd'],
  group: 'statistics',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({ highest: Number.NEGATIVE_INFINITY }),
  step: (state, { close }) => {
    state.highest = Math.max(state.highest, close);
    return 100 * ratio(close - state.highest, Math.abs(state.highest));
  },
});
