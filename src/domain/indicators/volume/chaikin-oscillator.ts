import { defineIndicator } from '../define-indicator.ts';
import { customarySmoothing, ExponentialAverage } from '../kernels/exponential-average.ts';
import { moneyFlow } from '../kernels/money-flow.ts';
import { periodParameter } from '../parameters.ts';

/** Fast less slow exponential average of the accumulation/distribution line, both started at its first value (TA-Lib ADOSC). */
export const chaikinOscillator = defineIndicator({
  slug: 'chaikin-oscillator',
  name: 'Chaikin oscillator',
  aliases: ['adosc', 'chaikin'],
  group: 'volume',
  parameters: [
    periodParameter({ default: 3, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 10, name: 'slow', label: 'Slow period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')),
  begin: (read) => ({
    total: 0,
    fast: new ExponentialAverage(1, customarySmoothing(read('fast'))),
    slow: new ExponentialAverage(1, customarySmoothing(read('slow'))),
  }),
  step: (state, { high, low, close, volume }) => {
    state.total += moneyFlow(high, low, close) * volume;
    return state.fast.push(state.total) - state.slow.push(state.total);
  },
});
