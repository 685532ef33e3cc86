import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** (close − open) / (high − low), 0 for a bar without range, averaged over `smooth` bars: 1 as TA-Lib BOP, 14 as Stock.Indicators. */
export const balanceOfPower = defineIndicator({
  slug: 'balance-of-power',
  name: 'Balance of power',
  aliases: ['bop'],
  group: 'momentum',
  parameters: [periodParameter({ default: 1, name: 'smooth', label: 'Smoothing' })],
  pane: 'separate',
  warmUpBars: (read) => read('smooth'),
  begin: (read) => ({ mean: new RollingMean(read('smooth')) }),
  step: ({ mean }, { open, high, low, close }) => mean.push(high > low ? (close - open) / (high - low) : 0),
});
