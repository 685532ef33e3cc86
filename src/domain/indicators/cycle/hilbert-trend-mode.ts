import { defineIndicator } from '../define-indicator.ts';
import { DOMINANT_CYCLE_WARM_UP_BARS, DominantCycle } from '../kernels/dominant-cycle.ts';

/**
 * 1 while the market trends, 0 while it cycles: a cycle is there for half its length after the sine waves cross, and while the phase advances at about its rate; a price 1.5 % off the trend line is a trend all the same (Ehlers 2001; TA-Lib HT_TRENDMODE).
 */
export const hilbertTrendMode = defineIndicator({
  slug: 'hilbert-trend-mode',
  name: 'Hilbert transform trend mode',
  aliases: ['ht-trendmode'],
  group: 'cycle',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => DOMINANT_CYCLE_WARM_UP_BARS,
  begin: () => ({ cycle: new DominantCycle(), phase: 0, sine: 0, lead: 0, days: 0 }),
  step: (state, { close }) => {
    const { cycle } = state;
    const { transform } = cycle;
    const before = cycle.phase;
    cycle.push(close);
    const sine = Math.sin((cycle.phase * Math.PI) / 180);
    const lead = Math.sin(((cycle.phase + 45) * Math.PI) / 180);
    const hasCrossed = (sine > lead && state.sine <= state.lead) || (sine < lead && state.sine >= state.lead);
    state.sine = sine;
    state.lead = lead;
    state.days = hasCrossed ? 1 : state.days + 1;
    if (
      cycle.trendline !== 0 &&
      Math.abs((transform.smoothPrice - cycle.trendline) / cycle.trendline) >= 0.015
    )
      return 1;
    const advance = cycle.phase - before;
    const rate = 360 / transform.smoothPeriod;
    const isCycling = transform.smoothPeriod !== 0 && advance > 0.67 * rate && advance < 1.5 * rate;
    return hasCrossed || state.days < 0.5 * transform.smoothPeriod || isCycling ? 0 : 1;
  },
});
