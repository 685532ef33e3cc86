import { defineIndicator } from '../define-indicator.ts';
import { NetChangeSum } from '../kernels/net-change-share.ts';
import { periodParameter } from '../parameters.ts';

/** Sum of the newest `period` changes in percent of the sum of their sizes, −100 to 100 (Chande and Kroll 1994; TA-Lib CMOU). */
export const chandeMomentumOscillatorUnsmoothed = defineIndicator({
  slug: 'chande-momentum-oscillator-unsmoothed',
  name: 'Chande momentum oscillator, unsmoothed',
  aliases: ['cmou'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ share: new NetChangeSum(read('period')) }),
  step: ({ share }, { close }) => 100 * share.push(close),
});
