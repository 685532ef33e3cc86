import { defineIndicator } from '../define-indicator.ts';
import { DOMINANT_CYCLE_WARM_UP_BARS, DominantCycle } from '../kernels/dominant-cycle.ts';

/** Phase of the dominant cycle in degrees, −45 to 315 (Ehlers 2001; TA-Lib HT_DCPHASE). */
export const dominantCyclePhase = defineIndicator({
  slug: 'dominant-cycle-phase',
  name: 'Hilbert transform dominant cycle phase',
  aliases: ['ht-dcphase'],
  group: 'cycle',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => DOMINANT_CYCLE_WARM_UP_BARS,
  begin: () => ({ cycle: new DominantCycle() }),
  step: ({ cycle }, { close }) => {
    cycle.push(close);
    return cycle.phase;
  },
});
