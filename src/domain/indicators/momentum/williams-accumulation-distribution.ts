import { defineIndicator } from '../define-indicator.ts';

/** Running total of the close's distance from the true low when it rose and from the true high when it fell (Williams; TA-Lib WAD). */
export const williamsAccumulationDistribution = defineIndicator({
  slug: 'williams-accumulation-distribution',
  name: 'Williams accumulation/distribution',
  aliases: ['wad'],
  group: 'momentum',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({ total: 0, before: Number.NaN }),
  step: (state, { high, low, close }) => {
    const { before } = state;
    state.before = close;
    if (close > before) state.total += close - Math.min(low, before);
    else if (close < before) state.total += close - Math.max(high, before);
    return state.total;
  },
});
