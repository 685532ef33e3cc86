import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { RangeMiddle } from '../kernels/range-middle.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';
import { trueRangeOf } from '../volatility/true-range.ts';

/** `squeeze` is 1 while the Bollinger bands lie within the Keltner channels (simple averages), else 0; `momentum` is the end of the least-squares line of the close less the mean of the range's middle and the average (Carter 2005; LazyBear). */
export const squeezeMomentum = defineMultipleIndicator({
  slug: 'squeeze-momentum',
  name: 'Squeeze momentum',
  aliases: ['squeeze', 'ttm-squeeze'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    {
      name: 'deviations',
      label: 'Bollinger deviations',
      default: 2,
      minimum: 0.1,
      maximum: 10,
      isInteger: false,
    },
    {
      name: 'multiplier',
      label: 'Keltner multiplier',
      default: 1.5,
      minimum: 0.1,
      maximum: 10,
      isInteger: false,
    },
  ],
  outputs: ['momentum', 'squeeze'],
  pane: 'separate',
  warmUpBars: (read) => 2 * read('period') - 1,
  begin: (read) => ({
    rolling: new RollingDeviation(read('period')),
    range: new RollingMean(read('period')),
    middle: new RangeMiddle(read('period')),
    line: new RollingRegression(read('period')),
    before: Number.NaN,
    deviations: read('deviations'),
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const range = state.range.push(
      Number.isNaN(state.before) ? high - low : trueRangeOf(high, low, state.before),
    );
    state.before = close;
    state.rolling.push(close);
    const { mean, deviation } = state.rolling;
    const middle = state.middle.push(high, low);
    if (Number.isNaN(middle)) return;
    values[0] = feed(state.line, close - (middle + mean) / 2);
    values[1] = state.deviations * deviation < state.multiplier * range ? 1 : 0;
  },
});
