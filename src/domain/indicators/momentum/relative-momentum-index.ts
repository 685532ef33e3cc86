import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Relative strength index of changes over `momentum` bars instead of one (Altman 1993). */
export const relativeMomentumIndex = defineIndicator({
  slug: 'relative-momentum-index',
  name: 'Relative momentum index',
  aliases: ['rmi'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 5, name: 'momentum', label: 'Momentum' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('momentum'),
  begin: (read) => ({
    before: new Delay(read('momentum')),
    net: new ExponentialAverage(read('period'), 1 / read('period')),
    gross: new ExponentialAverage(read('period'), 1 / read('period')),
  }),
  step: ({ before, net, gross }, { close }) => {
    const change = close - before.push(close);
    if (Number.isNaN(change)) return Number.NaN;
    return 50 + 50 * ratio(net.push(change), gross.push(Math.abs(change)), 1);
  },
});
