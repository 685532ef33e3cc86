import { defineIndicator } from '../define-indicator.ts';
import { logarithm } from '../kernels/logarithms.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Volatility from highs and lows: root of the mean of log(high / low)² / (4 log 2) over `period` bars, a year's worth, in percent (Parkinson 1980). */
export const parkinsonVolatility = defineIndicator({
  slug: 'parkinson-volatility',
  name: 'Parkinson volatility',
  aliases: ['parkinson'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20 }),
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')), annual: read('annual') }),
  step: ({ mean, annual }, { high, low }) => {
    const range = logarithm(high, low);
    return 100 * Math.sqrt(Math.max(0, (annual * mean.push(range * range)) / (4 * Math.LN2)));
  },
});
