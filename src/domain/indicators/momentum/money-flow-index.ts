import { defineIndicator } from '../define-indicator.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Share, in percent, of the typical price times volume that was traded on bars whose typical price rose, over `period` bars (TA-Lib MFI); 0 where hardly anything was traded. */
export const moneyFlowIndex = defineIndicator({
  slug: 'money-flow-index',
  name: 'Money flow index',
  aliases: ['mfi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    positive: new RollingSum(read('period')),
    negative: new RollingSum(read('period')),
    before: Number.NaN,
  }),
  step: (state, { high, low, close, volume }) => {
    const typical = (high + low + close) / 3;
    const { before } = state;
    state.before = typical;
    if (Number.isNaN(before)) return Number.NaN;
    const flow = typical * volume;
    const positive = state.positive.push(typical > before ? flow : 0);
    const total = positive + state.negative.push(typical < before ? flow : 0);
    return total < 1 ? 0 : (100 * positive) / total;
  },
});
