import { defineIndicator } from '../define-indicator.ts';
import { ChainedAverages } from '../kernels/chained-averages.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** One-bar change, in percent, of an exponential average three times over (Hutson 1983; TA-Lib TRIX). `seeding` 1 seeds the three together, as Stock.Indicators does. */
export const tripleExponentialRateOfChange = defineIndicator({
  slug: 'triple-exponential-rate-of-change',
  name: 'Triple exponential rate of change',
  aliases: ['trix'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 15 }),
    schoolParameter({ name: 'seeding', label: 'Seeds', taLib: 'in turn', stockIndicators: 'together' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => ChainedAverages.warmUpBars(3, read('period'), read('seeding') === 1) + 1,
  begin: (read) => ({
    chain: new ChainedAverages({ count: 3, period: read('period'), isSeededTogether: read('seeding') === 1 }),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const { before } = state;
    const average = state.chain.push(close);
    state.before = average;
    return 100 * ratio(average - before, before);
  },
});
