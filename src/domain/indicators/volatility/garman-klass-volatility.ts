import { defineIndicator } from '../define-indicator.ts';
import { logarithm } from '../kernels/logarithms.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Volatility from all four prices: root of the mean of log(high / low)² / 2 − (2 log 2 − 1) log(close / open)² over `period` bars, a year's worth, in percent (Garman and Klass 1980). */
export const garmanKlassVolatility = defineIndicator({
  slug: 'garman-klass-volatility',
  name: 'Garman-Klass volatility',
  aliases: ['garman-klass'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20 }),
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')), annual: read('annual') }),
  step: ({ mean, annual }, { open, high, low, close }) => {
    const range = logarithm(high, low);
    const move = logarithm(close, open);
    const mean2 = mean.push((range * range) / 2 - (2 * Math.LN2 - 1) * move * move);
    return 100 * Math.sqrt(Math.max(0, annual * mean2));
  },
});
