import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { RollingCovariance } from '../kernels/rolling-covariance.ts';
import { periodParameter } from '../parameters.ts';

/** Correlation of the newest `period` changes of the close with those `lag` bars before. */
export const autocorrelation = defineIndicator({
  slug: 'autocorrelation',
  name: 'Autocorrelation',
  aliases: ['autocorr', 'acf'],
  group: 'statistics',
  parameters: [
    periodParameter({ default: 30, minimum: 2 }),
    periodParameter({ default: 1, name: 'lag', label: 'Lag' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('lag') + 1,
  begin: (read) => ({
    pair: new RollingCovariance(read('period')),
    earlier: new Delay(read('lag')),
    before: Number.NaN,
  }),
  step: (state, { close }) => {
    const change = close - state.before;
    state.before = close;
    if (Number.isNaN(change)) return Number.NaN;
    const earlier = state.earlier.push(change);
    if (Number.isNaN(earlier)) return Number.NaN;
    state.pair.push(change, earlier);
    return state.pair.correlation;
  },
});
