import { defineIndicator } from '../define-indicator.ts';
import { logarithm } from '../kernels/logarithms.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Sample standard deviation of the newest `period` logarithmic returns of closes, a year's worth of `annual` bars, in percent. */
export const historicalVolatility = defineIndicator({
  slug: 'historical-volatility',
  name: 'Historical volatility',
  aliases: ['hv', 'volatility'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    rolling: new RollingDeviation(read('period')),
    before: Number.NaN,
    scale: 100 * Math.sqrt((read('annual') * read('period')) / (read('period') - 1)),
  }),
  step: (state, { close }) => {
    const change = logarithm(close, state.before);
    state.before = close;
    if (Number.isNaN(change)) return Number.NaN;
    state.rolling.push(change);
    return state.scale * state.rolling.deviation;
  },
});
