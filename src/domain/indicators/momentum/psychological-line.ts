import { defineIndicator } from '../define-indicator.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Share of rising closes among the newest `period`, in percent. */
export const psychologicalLine = defineIndicator({
  slug: 'psychological-line',
  name: 'Psychological line',
  aliases: ['psy', 'psl'],
  group: 'momentum',
  parameters: [periodParameter({ default: 12 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ rises: new RollingSum(read('period')), before: Number.NaN, period: read('period') }),
  step: (state, { close }) => {
    const { before } = state;
    state.before = close;
    return Number.isNaN(before)
      ? Number.NaN
      : (100 * state.rises.push(close > before ? 1 : 0)) / state.period;
  },
});
