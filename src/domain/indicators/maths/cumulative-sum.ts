import { defineIndicator } from '../define-indicator.ts';
import { barField, barFieldParameter } from '../kernels/bar-field.ts';

/** Sum of a price over all bars so far (TA-Lib CUMSUM). */
export const cumulativeSum = defineIndicator({
  slug: 'cumulative-sum',
  name: 'Cumulative sum',
  aliases: ['cumsum'],
  group: 'maths',
  parameters: [barFieldParameter({ name: 'source', label: 'Series', default: 3 })],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: (read) => ({ source: read('source'), sum: 0 }),
  step: (state, bar) => {
    state.sum += barField(bar, state.source);
    return state.sum;
  },
});
