import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { periodParameter } from '../parameters.ts';

/** Stop `multiplier` average true ranges, those of the bar before, from the furthest close since the last turn; it changes sides when the close passes it (Wilder 1978; Stock.Indicators). NaN until the first turn, before which its side is a guess. `trend` is 1 above the stop, −1 below. */
export const volatilityStop = defineMultipleIndicator({
  slug: 'volatility-stop',
  name: 'Volatility stop',
  aliases: ['vol-stop', 'wilder-volatility-stop', 'vstop'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 7 }),
    { name: 'multiplier', label: 'Multiplier', default: 3, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['value', 'trend'],
  undrawn: ['trend'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 2,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    multiplier: read('multiplier'),
    wait: read('period'),
    highest: Number.NEGATIVE_INFINITY,
    lowest: Number.POSITIVE_INFINITY,
    first: Number.NaN,
    furthest: Number.NaN,
    distance: Number.NaN,
    trend: 0,
    hasTurned: false,
  }),
  step: (state, { high, low, close }, values) => {
    const distance = state.distance;
    state.distance = state.multiplier * state.range.push(high, low, close);
    if (state.wait > 0) {
      if (Number.isNaN(state.first)) state.first = close;
      state.highest = Math.max(state.highest, close);
      state.lowest = Math.min(state.lowest, close);
      if (--state.wait > 0) return;
      state.trend = close > state.first ? 1 : -1;
      state.furthest = state.trend === 1 ? state.highest : state.lowest;
      return;
    }
    const { trend } = state;
    const stop = state.furthest - trend * distance;
    if (state.hasTurned) {
      values[0] = stop;
      values[1] = trend;
    }
    if (trend === 1 ? close < stop : close > stop) {
      state.trend = -trend;
      state.furthest = close;
      state.hasTurned = true;
    } else state.furthest = trend === 1 ? Math.max(state.furthest, close) : Math.min(state.furthest, close);
  },
});
