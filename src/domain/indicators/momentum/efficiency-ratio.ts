import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Size of the change over `period` bars as a share of the way the close went, 0 to 1 (Kaufman; TA-Lib ER); 1 where it did not move. */
export const efficiencyRatio = defineIndicator({
  slug: 'efficiency-ratio',
  name: 'Efficiency ratio',
  aliases: ['er', 'kaufman-efficiency-ratio'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    before: new Delay(read('period')),
    path: new RollingSum(read('period')),
    previous: Number.NaN,
  }),
  step: (state, { close }) => {
    const step = Math.abs(close - state.previous);
    state.previous = close;
    return ratio(Math.abs(close - state.before.push(close)), feed(state.path, step), 1);
  },
});
