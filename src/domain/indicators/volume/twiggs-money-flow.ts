import { defineIndicator } from '../define-indicator.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { moneyFlow } from '../kernels/money-flow.ts';
import { periodParameter } from '../parameters.ts';

/** Wilder average of volume times where the close stands in the true range, over that of volume, −1 to 1 (Twiggs). */
export const twiggsMoneyFlow = defineIndicator({
  slug: 'twiggs-money-flow',
  name: 'Twiggs money flow',
  aliases: ['twiggs', 'tmf'],
  group: 'volume',
  parameters: [periodParameter({ default: 21 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    flows: new ExponentialAverage(read('period'), 1 / read('period')),
    volumes: new ExponentialAverage(read('period'), 1 / read('period')),
    before: Number.NaN,
  }),
  step: (state, { high, low, close, volume }) => {
    const { before } = state;
    state.before = close;
    if (Number.isNaN(before)) return Number.NaN;
    const flow = moneyFlow(Math.max(high, before), Math.min(low, before), close);
    return ratio(state.flows.push(flow * volume), state.volumes.push(volume));
  },
});
