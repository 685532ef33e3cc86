import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { conventionParameter, periodParameter } from '../parameters.ts';

/** Stop `multiplier` average true ranges from the close, or with `end` 1 from the high and the low, that only moves with the price and changes sides when the close reaches it (Stock.Indicators). `trend` is 1 above the stop, −1 below. */
export const averageTrueRangeStop = defineMultipleIndicator({
  slug: 'average-true-range-stop',
  name: 'Average true range trailing stop',
  aliases: ['atr-stop', 'atr-trailing-stop'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 21 }),
    { name: 'multiplier', label: 'Multiplier', default: 3, minimum: 0.1, maximum: 100, isInteger: false },
    conventionParameter({ name: 'end', label: 'Distance from (0 closes, 1 highs and lows)', default: 0 }),
  ],
  outputs: ['value', 'trend'],
  undrawn: ['trend'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    multiplier: read('multiplier'),
    ofExtremes: read('end') === 1,
    upper: Number.POSITIVE_INFINITY,
    lower: Number.NEGATIVE_INFINITY,
    before: Number.NaN,
    trend: 0,
  }),
  step: (state, { high, low, close }, values) => {
    const distance = state.multiplier * state.range.push(high, low, close);
    const { before } = state;
    state.before = close;
    if (Number.isNaN(distance)) return;
    if (state.trend === 0) state.trend = close >= before ? 1 : -1;
    const upper = (state.ofExtremes ? high : close) + distance;
    const lower = (state.ofExtremes ? low : close) - distance;
    if (upper < state.upper || before > state.upper) state.upper = upper;
    if (lower > state.lower || before < state.lower) state.lower = lower;
    state.trend = close <= (state.trend === 1 ? state.lower : state.upper) ? -1 : 1;
    values[0] = state.trend === 1 ? state.lower : state.upper;
    values[1] = state.trend;
  },
});
