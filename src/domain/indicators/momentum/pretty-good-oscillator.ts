import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';
import { trueRangeOf } from '../volatility/true-range.ts';

/** Distance of the close from its simple average in exponential averages of the true range (Johnson). */
export const prettyGoodOscillator = defineIndicator({
  slug: 'pretty-good-oscillator',
  name: 'Pretty good oscillator',
  aliases: ['pgo'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    mean: new RollingMean(read('period')),
    range: customaryAverage(read('period')),
    before: Number.NaN,
  }),
  step: (state, { high, low, close }) => {
    const { before } = state;
    state.before = close;
    const mean = state.mean.push(close);
    if (Number.isNaN(before)) return Number.NaN;
    return ratio(close - mean, state.range.push(trueRangeOf(high, low, before)));
  },
});
