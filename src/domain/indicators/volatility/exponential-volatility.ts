import { defineIndicator } from '../define-indicator.ts';
import { logarithm } from '../kernels/logarithms.ts';

/** Root of the exponential average of squared logarithmic returns, `decay` the weight of the past (RiskMetrics 1996: 0.94), from the first return on; a year's worth, in percent. */
export const exponentialVolatility = defineIndicator({
  slug: 'exponential-volatility',
  name: 'Exponentially weighted volatility',
  aliases: ['ewma-volatility', 'riskmetrics'],
  group: 'volatility',
  parameters: [
    { name: 'decay', label: 'Decay', default: 0.94, minimum: 0.5, maximum: 0.999, isInteger: false },
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: () => 2,
  begin: (read) => ({
    average: Number.NaN,
    before: Number.NaN,
    decay: read('decay'),
    annual: read('annual'),
  }),
  step: (state, { close }) => {
    const change = logarithm(close, state.before);
    state.before = close;
    if (Number.isNaN(change)) return Number.NaN;
    const square = change * change;
    state.average = Number.isNaN(state.average)
      ? square
      : state.decay * state.average + (1 - state.decay) * square;
    return 100 * Math.sqrt(state.annual * state.average);
  },
});
