import type { ReadParameter } from '../define-indicator.ts';
import { periodParameter } from '../parameters.ts';
import { Delay } from './delay.ts';
import { ExponentialAverage } from './exponential-average.ts';

/** What the alligator's lines are set by. */
export const ALLIGATOR_PARAMETERS = [
  periodParameter({ default: 13, name: 'jaw', label: 'Jaw period' }),
  periodParameter({ default: 8, name: 'jawShift', label: 'Jaw shift', minimum: 0 }),
  periodParameter({ default: 8, name: 'teeth', label: 'Teeth period' }),
  periodParameter({ default: 5, name: 'teethShift', label: 'Teeth shift', minimum: 0 }),
  periodParameter({ default: 5, name: 'lips', label: 'Lips period' }),
  periodParameter({ default: 3, name: 'lipsShift', label: 'Lips shift', minimum: 0 }),
];

/** Bars before the first value of all three lines. */
export function alligatorWarmUp(read: ReadParameter): number {
  return Math.max(
    read('jaw') + read('jawShift'),
    read('teeth') + read('teethShift'),
    read('lips') + read('lipsShift'),
  );
}

/** Wilder averages of the median price, each with the delay that draws it some bars ahead: jaw, teeth and lips. */
export function beginAlligator(read: ReadParameter) {
  return {
    jaw: new ExponentialAverage(read('jaw'), 1 / read('jaw')),
    teeth: new ExponentialAverage(read('teeth'), 1 / read('teeth')),
    lips: new ExponentialAverage(read('lips'), 1 / read('lips')),
    jawDelay: new Delay(read('jawShift')),
    teethDelay: new Delay(read('teethShift')),
    lipsDelay: new Delay(read('lipsShift')),
  };
}
