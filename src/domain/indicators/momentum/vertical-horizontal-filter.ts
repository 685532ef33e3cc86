import { defineIndicator } from '../define-indicator.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Range of the newest `period` closes over the way they went: high in a trend (White 1991; TA-Lib VHF). */
export const verticalHorizontalFilter = defineIndicator({
  slug: 'vertical-horizontal-filter',
  name: 'Vertical horizontal filter',
  aliases: ['vhf'],
  group: 'momentum',
  parameters: [periodParameter({ default: 28, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    path: new RollingSum(read('period')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const step = Math.abs(close - state.before);
    state.before = close;
    return ratio(state.highest.push(close) + state.lowest.push(-close), feed(state.path, step));
  },
});
