import { defineMultipleIndicator } from '../define-indicator.ts';
import { ALLIGATOR_PARAMETERS, alligatorWarmUp, beginAlligator } from '../kernels/alligator-lines.ts';

/** Wilder averages of the median price over 13, 8 and 5 bars, drawn 8, 5 and 3 bars ahead: jaw, teeth and lips (Williams 1995). */
export const alligator = defineMultipleIndicator({
  slug: 'alligator',
  name: 'Alligator',
  aliases: ['williams-alligator'],
  group: 'overlap',
  parameters: ALLIGATOR_PARAMETERS,
  outputs: ['jaw', 'teeth', 'lips'],
  pane: 'price',
  warmUpBars: alligatorWarmUp,
  begin: beginAlligator,
  step: (state, { high, low }, values) => {
    const median = (high + low) / 2;
    values[0] = state.jawDelay.push(state.jaw.push(median));
    values[1] = state.teethDelay.push(state.teeth.push(median));
    values[2] = state.lipsDelay.push(state.lips.push(median));
  },
});
