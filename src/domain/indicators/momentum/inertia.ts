import { defineIndicator } from '../define-indicator.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** End of the least-squares line through the relative volatility index (Dorsey 1995). */
export const inertia = defineIndicator({
  slug: 'inertia',
  name: 'Inertia',
  aliases: ['inertia-index'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    periodParameter({ default: 14, name: 'volatilityPeriod', label: 'Volatility index period' }),
    periodParameter({ default: 10, name: 'deviationPeriod', label: 'Period of the deviation', minimum: 2 }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('volatilityPeriod') + read('deviationPeriod') - 2,
  begin: (read) => ({
    deviation: new RollingDeviation(read('deviationPeriod')),
    up: new ExponentialAverage(read('volatilityPeriod'), 1 / read('volatilityPeriod')),
    down: new ExponentialAverage(read('volatilityPeriod'), 1 / read('volatilityPeriod')),
    line: new RollingRegression(read('period')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const { before, deviation } = state;
    state.before = close;
    deviation.push(close);
    if (!deviation.isReady) return Number.NaN;
    const up = state.up.push(close > before ? deviation.deviation : 0);
    const down = state.down.push(close < before ? deviation.deviation : 0);
    return feed(state.line, 100 * ratio(up, up + down, 0.5));
  },
});
