import { defineMultipleIndicator } from '../define-indicator.ts';
import { DOMINANT_CYCLE_WARM_UP_BARS, DominantCycle } from '../kernels/dominant-cycle.ts';

/** Sine of the dominant cycle's phase, and of the phase 45 degrees on; they cross near turns (Ehlers 2001; TA-Lib HT_SINE). */
export const hilbertSineWave = defineMultipleIndicator({
  slug: 'hilbert-sine-wave',
  name: 'Hilbert transform sine wave',
  aliases: ['ht-sine'],
  group: 'cycle',
  parameters: [],
  outputs: ['sine', 'lead'],
  pane: 'separate',
  warmUpBars: () => DOMINANT_CYCLE_WARM_UP_BARS,
  begin: () => ({ cycle: new DominantCycle(), taken: 0 }),
  step: (state, { close }, values) => {
    const { cycle } = state;
    cycle.push(close);
    if (state.taken < DOMINANT_CYCLE_WARM_UP_BARS) state.taken++;
    if (state.taken < DOMINANT_CYCLE_WARM_UP_BARS) return;
    values[0] = Math.sin((cycle.phase * Math.PI) / 180);
    values[1] = Math.sin(((cycle.phase + 45) * Math.PI) / 180);
  },
});
