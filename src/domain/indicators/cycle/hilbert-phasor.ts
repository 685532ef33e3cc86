import { defineMultipleIndicator } from '../define-indicator.ts';
import { HilbertTransform } from '../kernels/hilbert-transform.ts';

/** The part of the detrended price in phase with its cycle and the part a quarter ahead (Ehlers 2001; TA-Lib HT_PHASOR). */
export const hilbertPhasor = defineMultipleIndicator({
  slug: 'hilbert-phasor',
  name: 'Hilbert transform phasor',
  aliases: ['ht-phasor'],
  group: 'cycle',
  parameters: [],
  outputs: ['in-phase', 'quadrature'],
  pane: 'separate',
  warmUpBars: () => 33,
  begin: () => ({ cycle: new HilbertTransform(12), taken: 0 }),
  step: (state, { close }, values) => {
    const { cycle } = state;
    cycle.push(close);
    if (state.taken < 33) state.taken++;
    if (state.taken < 33) return;
    values[0] = cycle.inPhase;
    values[1] = cycle.quadrature;
  },
});
