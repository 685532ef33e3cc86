import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { periodParameter } from '../parameters.ts';

/**
 * A stop line `multiplier` average true ranges from the middle of the bar that never moves away from the price and changes sides when the close crosses it (Seban 2008; TA-Lib SUPERTREND, which starts above the line). `trend` is 1 above the line, −1 below.
 */
export const supertrend = defineMultipleIndicator({
  slug: 'supertrend',
  name: 'Supertrend',
  aliases: ['supertrend-line'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 10 }),
    { name: 'multiplier', label: 'Multiplier', default: 3, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['value', 'trend'],
  undrawn: ['trend'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    multiplier: read('multiplier'),
    upper: Number.NaN,
    lower: Number.NaN,
    before: Number.NaN,
    trend: 0,
  }),
  step: (state, { high, low, close }, values) => {
    const range = state.range.push(high, low, close);
    const { before } = state;
    state.before = close;
    if (Number.isNaN(range)) return;
    const middle = (high + low) / 2;
    const upper = middle + state.multiplier * range;
    const lower = middle - state.multiplier * range;
    if (!(upper >= state.upper) || before > state.upper) state.upper = upper;
    if (!(lower <= state.lower) || before < state.lower) state.lower = lower;
    if (state.trend === 0) state.trend = 1;
    else if (state.trend === -1 && close > state.upper) state.trend = 1;
    else if (state.trend === 1 && close < state.lower) state.trend = -1;
    values[0] = state.trend === 1 ? state.lower : state.upper;
    values[1] = state.trend;
  },
});
