import { defineIndicator } from '../define-indicator.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { periodParameter } from '../parameters.ts';

/** Wilder's average change in percent of his average absolute change, −100 to 100 (TA-Lib CMO, which smooths where Chande summed). */
export const chandeMomentumOscillator = defineIndicator({
  slug: 'chande-momentum-oscillator',
  name: 'Chande momentum oscillator',
  aliases: ['cmo'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ share: new NetChangeShare(read('period'), 0) }),
  step: ({ share }, { close }) => 100 * share.push(close),
});
