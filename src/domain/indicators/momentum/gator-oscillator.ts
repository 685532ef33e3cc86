import { defineMultipleIndicator } from '../define-indicator.ts';
import { ALLIGATOR_PARAMETERS, alligatorWarmUp, beginAlligator } from '../kernels/alligator-lines.ts';

/** Distance of the alligator's jaw from its teeth, and, below zero, of its teeth from its lips (Williams 1995). */
export const gatorOscillator = defineMultipleIndicator({
  slug: 'gator-oscillator',
  name: 'Gator oscillator',
  aliases: ['gator'],
  group: 'momentum',
  parameters: ALLIGATOR_PARAMETERS,
  outputs: ['upper', 'lower'],
  pane: 'separate',
  warmUpBars: alligatorWarmUp,
  begin: beginAlligator,
  step: (state, { high, low }, values) => {
    const median = (high + low) / 2;
    const teeth = state.teethDelay.push(state.teeth.push(median));
    values[0] = Math.abs(state.jawDelay.push(state.jaw.push(median)) - teeth);
    values[1] = -Math.abs(teeth - state.lipsDelay.push(state.lips.push(median)));
  },
});
