import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the alligator's jaw from its teeth, and, below zero, of its teeth from its lips (Williams 1995). */
export const gatorOscillator = defineMultipleIndicator({
  slug: 'gator-oscillator',
  name: 'Gator oscillator',
  aliases: ['gator'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 13, name: 'jaw', label: 'Jaw period' }),
    periodParameter({ default: 8, name: 'jawShift', label: 'Jaw shift', minimum: 0 }),
    periodParameter({ default: 8, name: 'teeth', label: 'Teeth period' }),
    periodParameter({ default: 5, name: 'teethShift', label: 'Teeth shift', minimum: 0 }),
    periodParameter({ default: 5, name: 'lips', label: 'Lips period' }),
    periodParameter({ default: 3, name: 'lipsShift', label: 'Lips shift', minimum: 0 }),
  ],
  outputs: ['upper', 'lower'],
  pane: 'separate',
  warmUpBars: (read) =>
    Math.max(
      read('jaw') + read('jawShift'),
      read('teeth') + read('teethShift'),
      read('lips') + read('lipsShift'),
    ),
  begin: (read) => ({
    jaw: new ExponentialAverage(read('jaw'), 1 / read('jaw')),
    teeth: new ExponentialAverage(read('teeth'), 1 / read('teeth')),
    lips: new ExponentialAverage(read('lips'), 1 / read('lips')),
    jawDelay: new Delay(read('jawShift')),
    teethDelay: new Delay(read('teethShift')),
    lipsDelay: new Delay(read('lipsShift')),
  }),
  step: (state, { high, low }, values) => {
    const median = (high + low) / 2;
    const teeth = state.teethDelay.push(state.teeth.push(median));
    values[0] = Math.abs(state.jawDelay.push(state.jaw.push(median)) - teeth);
    values[1] = -Math.abs(teeth - state.lipsDelay.push(state.lips.push(median)));
  },
});
