import { defineIndicator } from '../define-indicator.ts';
import { NetChangeShare, NetChangeSum } from '../kernels/net-change-share.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Wilder's average change in percent of his average absolute change, −100 to 100 (TA-Lib CMO, which smooths where Chande summed). With `convention` 1 the sums of the newest `period` changes (Chande and Kroll 1994; Stock.Indicators). */
export const chandeMomentumOscillator = defineIndicator({
  slug: 'chande-momentum-oscillator',
  name: 'Chande momentum oscillator',
  aliases: ['cmo'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    schoolParameter({ label: 'Changes', taLib: 'smoothed', stockIndicators: 'summed' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    share:
      read('convention') === 1 ? new NetChangeSum(read('period')) : new NetChangeShare(read('period'), 0),
  }),
  step: ({ share }, { close }) => 100 * share.push(close),
});
