import { defineIndicator } from '../define-indicator.ts';
import { logarithm, rogersSatchell } from '../kernels/logarithms.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Volatility with opening gaps: sample variance of log(open / close before), plus k times that of log(close / open), plus 1 − k times Rogers and Satchell's, k = 0.34 / (1.34 + (n + 1) / (n − 1)); a year's worth, in percent (Yang and Zhang 2000). */
export const yangZhangVolatility = defineIndicator({
  slug: 'yang-zhang-volatility',
  name: 'Yang-Zhang volatility',
  aliases: ['yang-zhang'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'annual', label: 'Bars a year', default: 252, minimum: 1, maximum: 1e6, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    gaps: new RollingDeviation(read('period')),
    moves: new RollingDeviation(read('period')),
    drift: new RollingMean(read('period')),
    before: Number.NaN,
    annual: read('annual'),
    sample: read('period') / (read('period') - 1),
    share: 0.34 / (1.34 + (read('period') + 1) / (read('period') - 1)),
  }),
  step: (state, bar) => {
    const gap = logarithm(bar.open, state.before);
    state.before = bar.close;
    if (Number.isNaN(gap)) return Number.NaN;
    state.gaps.push(gap);
    state.moves.push(logarithm(bar.close, bar.open));
    const drift = state.drift.push(rogersSatchell(bar));
    const variance =
      state.sample * (state.gaps.deviation ** 2 + state.share * state.moves.deviation ** 2) +
      (1 - state.share) * drift;
    return 100 * Math.sqrt(Math.max(0, state.annual * variance));
  },
});
