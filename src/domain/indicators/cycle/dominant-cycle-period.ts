import { defineIndicator } from '../define-indicator.ts';
import { HilbertTransform } from '../kernels/hilbert-transform.ts';

/** Length of the dominant cycle in bars (Ehlers 2001; TA-Lib HT_DCPERIOD). */
export const dominantCyclePeriod = defineIndicator({
  slug: 'dominant-cycle-period',
  name: 'Hilbert transform dominant cycle period',
  aliases: ['ht-dcperiod'],
  group: 'cycle',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 33,
  begin: () => ({ cycle: new HilbertTransform(12) }),
  step: ({ cycle }, { close }) => {
    cycle.push(close);
    return cycle.smoothPeriod;
  },
});
