import { defineIndicator } from '../define-indicator.ts';
import { moneyFlow } from '../kernels/money-flow.ts';

/** Running total of the volume times where the close stands in the bar's range, −1 to 1 (Chaikin; TA-Lib AD). */
export const accumulationDistribution = defineIndicator({
  slug: 'accumulation-distribution',
  name: 'Accumulation/distribution line',
  aliases: ['ad', 'adl', 'accumulation-distribution-line', 'accumulation-distribution-index'],
  group: 'volume',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({ total: 0 }),
  step: (state, { high, low, close, volume }) => {
    state.total += moneyFlow(high, low, close) * volume;
    return state.total;
  },
});
