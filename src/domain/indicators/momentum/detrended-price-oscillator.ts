import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** The close of `period` / 2 + 1 bars before less the mean of the newest `period` closes (TA-Lib DPO). */
export const detrendedPriceOscillator = defineIndicator({
  slug: 'detrended-price-oscillator',
  name: 'Detrended price oscillator',
  aliases: ['dpo'],
  group: 'momentum',
  parameters: [periodParameter({ default: 20 })],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('period'), Math.floor(read('period') / 2) + 2),
  begin: (read) => ({
    before: new Delay(Math.floor(read('period') / 2) + 1),
    mean: new RollingMean(read('period')),
  }),
  step: ({ before, mean }, { close }) => before.push(close) - mean.push(close),
});
