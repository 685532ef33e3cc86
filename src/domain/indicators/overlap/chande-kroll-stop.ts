import { defineMultipleIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { feed } from '../kernels/kernel.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Chandelier stops over `period` bars, of which the highest and the lowest of `stop` bars are taken (Chande and Kroll 1994). */
export const chandeKrollStop = defineMultipleIndicator({
  slug: 'chande-kroll-stop',
  name: 'Chande Kroll stop',
  aliases: ['cksp', 'chande-kroll'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 10 }),
    { name: 'multiplier', label: 'Multiplier', default: 1, minimum: 0.1, maximum: 100, isInteger: false },
    periodParameter({ default: 9, name: 'stop', label: 'Stop period' }),
  ],
  outputs: ['long', 'short'],
  pane: 'price',
  warmUpBars: (read) => read('period') + read('stop'),
  begin: (read) => ({
    range: new AverageTrueRange(read('period')),
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    long: new RollingMaximum(read('stop')),
    short: new RollingMaximum(read('stop')),
    multiplier: read('multiplier'),
  }),
  step: (state, { high, low, close }, values) => {
    const distance = state.multiplier * state.range.push(high, low, close);
    values[0] = feed(state.long, state.highest.push(high) - distance);
    values[1] = -feed(state.short, state.lowest.push(-low) - distance);
  },
});
