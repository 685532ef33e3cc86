import { defineIndicator } from '../define-indicator.ts';
import { DOMINANT_CYCLE_WARM_UP_BARS, DominantCycle } from '../kernels/dominant-cycle.ts';
import { EhlersCycle } from '../kernels/ehlers-cycle.ts';
import { schoolParameter } from '../parameters.ts';

/** The close without its dominant cycle: its mean over that cycle's length, smoothed over four bars (Ehlers 2001; TA-Lib HT_TRENDLINE). With `convention` 1 that of median prices, from the first bar on (Stock.Indicators). */
export const hilbertTrendline = defineIndicator({
  slug: 'hilbert-trendline',
  name: 'Hilbert transform trendline',
  aliases: ['ht-trendline', 'htl', 'hilbert-transform-instantaneous-trendline'],
  group: 'overlap',
  parameters: [schoolParameter({ label: 'Prices', taLib: 'closes', stockIndicators: 'medians' })],
  pane: 'price',
  warmUpBars: (read) => (read('convention') === 1 ? 1 : DOMINANT_CYCLE_WARM_UP_BARS),
  begin: (read) => ({
    cycle: read('convention') === 1 ? new EhlersCycle() : new DominantCycle(),
    ofMedians: read('convention') === 1,
  }),
  step: ({ cycle, ofMedians }, { high, low, close }) => {
    cycle.push(ofMedians ? (high + low) / 2 : close);
    return cycle.trendline;
  },
});
