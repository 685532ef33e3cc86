import { defineIndicator } from '../define-indicator.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Share, in percent, of the standard deviation of closes that came on rising bars, by Wilder averages; 50 where nothing moved (Dorsey 1993; TA-Lib RVI). */
export const relativeVolatilityIndex = defineIndicator({
  slug: 'relative-volatility-index',
  name: 'Relative volatility index',
  aliases: ['rvi'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 10, name: 'deviationPeriod', label: 'Period of the deviation', minimum: 2 }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('deviationPeriod') - 1,
  begin: (read) => ({
    deviation: new RollingDeviation(read('deviationPeriod')),
    up: new ExponentialAverage(read('period'), 1 / read('period')),
    down: new ExponentialAverage(read('period'), 1 / read('period')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const { before, deviation } = state;
    state.before = close;
    deviation.push(close);
    if (!deviation.isReady) return Number.NaN;
    const up = state.up.push(close > before ? deviation.deviation : 0);
    return 100 * ratio(up, up + state.down.push(close < before ? deviation.deviation : 0), 0.5);
  },
});
