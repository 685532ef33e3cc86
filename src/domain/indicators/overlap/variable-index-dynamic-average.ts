import { defineIndicator } from '../define-indicator.ts';
import { customarySmoothing } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average whose weight is scaled by the size of Chande's momentum oscillator over `momentum` changes (Chande 1994); starts at the first close it has an oscillator for. */
export const variableIndexDynamicAverage = defineIndicator({
  slug: 'variable-index-dynamic-average',
  name: 'Variable index dynamic average',
  aliases: ['vidya'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 9, name: 'momentum', label: 'Momentum period' }),
  ],
  pane: 'price',
  warmUpBars: (read) => read('momentum') + 1,
  begin: (read) => ({
    net: new RollingSum(read('momentum')),
    gross: new RollingSum(read('momentum')),
    smoothing: customarySmoothing(read('period')),
    before: Number.NaN,
    average: Number.NaN,
  }),
  step: (state, { close }) => {
    const change = close - state.before;
    state.before = close;
    const strength = Math.abs(ratio(feed(state.net, change), feed(state.gross, Math.abs(change))));
    if (Number.isNaN(strength)) return Number.NaN;
    const weight = state.smoothing * strength;
    state.average = Number.isNaN(state.average) ? close : weight * close + (1 - weight) * state.average;
    return state.average;
  },
});
