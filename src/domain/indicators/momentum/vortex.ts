import { defineMultipleIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';
import { trueRangeOf } from '../volatility/true-range.ts';

/** Sums of the moves from low to next high and from high to next low over the true range, `period` bars (Botes and Siepman 2010; TA-Lib VORTEX). */
export const vortex = defineMultipleIndicator({
  slug: 'vortex',
  name: 'Vortex indicator',
  aliases: ['vortex-indicator', 'vi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['plus', 'minus'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    plus: new RollingSum(read('period')),
    minus: new RollingSum(read('period')),
    range: new RollingSum(read('period')),
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
  }),
  step: (state, { high, low, close }, values) => {
    const before = state.close;
    const plus = Math.abs(high - state.low);
    const minus = Math.abs(low - state.high);
    state.high = high;
    state.low = low;
    state.close = close;
    if (Number.isNaN(before)) return;
    const range = state.range.push(trueRangeOf(high, low, before));
    values[0] = ratio(state.plus.push(plus), range);
    values[1] = ratio(state.minus.push(minus), range);
  },
});
