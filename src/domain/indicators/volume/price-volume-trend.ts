import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Running total of volume times the close's change as a fraction (TA-Lib PVT). */
export const priceVolumeTrend = defineIndicator({
  slug: 'price-volume-trend',
  name: 'Price volume trend',
  aliases: ['pvt', 'vpt', 'volume-price-trend'],
  group: 'volume',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({ total: 0, before: Number.NaN }),
  step: (state, { close, volume }) => {
    const { before } = state;
    state.before = close;
    if (!Number.isNaN(before)) state.total += volume * ratio(close - before, before);
    return state.total;
  },
});
