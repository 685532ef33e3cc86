import { defineMultipleIndicator } from '../define-indicator.ts';

/** Averaged candles: the close is the mean of the bar's prices, the open the middle of the candle before; the first opens at the middle of its own bar (TA-Lib HA, Stock.Indicators). */
export const heikinAshi = defineMultipleIndicator({
  slug: 'heikin-ashi',
  name: 'Heikin-Ashi',
  aliases: ['ha', 'heikinashi'],
  group: 'price',
  parameters: [],
  outputs: ['open', 'high', 'low', 'close'],
  pane: 'price',
  warmUpBars: () => 1,
  begin: () => ({ open: Number.NaN, close: Number.NaN }),
  step: (state, bar, values) => {
    const close = (bar.open + bar.high + bar.low + bar.close) / 4;
    const open = Number.isNaN(state.open) ? (bar.open + bar.close) / 2 : (state.open + state.close) / 2;
    state.open = open;
    state.close = close;
    values[0] = open;
    values[1] = Math.max(bar.high, open, close);
    values[2] = Math.min(bar.low, open, close);
    values[3] = close;
  },
});
