import { defineIndicator } from '../define-indicator.ts';
import { DOMINANT_CYCLE_WARM_UP_BARS, DominantCycle } from '../kernels/dominant-cycle.ts';

/** The close without its dominant cycle: its mean over that cycle's length, smoothed over four bars (Ehlers 2001; TA-Lib HT_TRENDLINE). */
export const hilbertTrendline = defineIndicator({
  slug: 'hilbert-trendline',
  name: 'Hilbert transform trendline',
  aliases: ['ht-trendline'],
  group: 'overlap',
  parameters: [],
  pane: 'price',
  warmUpBars: () => DOMINANT_CYCLE_WARM_UP_BARS,
  begin: () => ({ cycle: new DominantCycle() }),
  step: ({ cycle }, { close }) => {
    cycle.push(close);
    return cycle.trendline;
  },
});
