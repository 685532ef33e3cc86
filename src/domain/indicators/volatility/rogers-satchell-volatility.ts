import { defineIndicator } from '../define-indicator.ts';
import { rogersSatchell } from '../kernels/logarithms.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Volatility that a drift does not disturb: root of the mean of log(h/c) log(h/o) + log(l/c) log(l/o) over `period` bars, a year's worth, in percent (Rogers and Satchell 1991). */
export const rogersSatchellVolatility = defineIndicator({
  slug: 'rogers-satchell-volatility',
  name: 'Rogers-Satchell volatility',
  aliases: ['rogers-satchell'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20 }),
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')), annual: read('annual') }),
  step: ({ mean, annual }, bar) => 100 * Math.sqrt(Math.max(0, annual * mean.push(rogersSatchell(bar)))),
});
