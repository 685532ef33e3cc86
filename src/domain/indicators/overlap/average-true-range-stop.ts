import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { periodParameter } from '../parameters.ts';

/** Stop `multiplier` average true ranges from the close that only moves with the price and changes sides when the close crosses it (Wilder's volatility stop). `trend` is 1 above the stop, −1 below. */
export const averageTrueRangeStop = defineMultipleIndicator({
  slug: 'average-true-range-stop',
  name: 'Average true range trailing stop',
  aliases: ['atr-stop', 'atr-trailing-stop'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 21 }),
    { name: 'multiplier', label: 'Multiplier', default: 3, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['value', 'trend'],
  undrawn: ['trend'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    multiplier: read('multiplier'),
    stop: Number.NaN,
    trend: 1,
  }),
  step: (state, { high, low, close }, values) => {
    const distance = state.multiplier * state.range.push(high, low, close);
    if (Number.isNaN(distance)) return;
    const isCrossed = state.trend === 1 ? close < state.stop : close > state.stop;
    if (isCrossed) state.trend = -state.trend;
    const next = close - state.trend * distance;
    const isTighter = state.trend === 1 ? next > state.stop : next < state.stop;
    if (Number.isNaN(state.stop) || isCrossed || isTighter) state.stop = next;
    values[0] = state.stop;
    values[1] = state.trend;
  },
});
