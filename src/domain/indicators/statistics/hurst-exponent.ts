import { defineIndicator } from '../define-indicator.ts';
import { logarithm } from '../kernels/logarithms.ts';
import { rescaledRangeExponent } from '../kernels/rescaled-range.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Memory of the newest `period` logarithmic returns by rescaled ranges: 0.5 for a random walk, more for a trend, less for a return to the mean (Hurst 1951). Pieces are all, half, a quarter and so on down to 8 bars. Each bar costs some `period` steps per halving.
 */
export const hurstExponent = defineIndicator({
  slug: 'hurst-exponent',
  name: 'Hurst exponent',
  aliases: ['hurst'],
  group: 'statistics',
  parameters: [periodParameter({ default: 100, minimum: 16 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ returns: new RollingWindow(read('period')), before: Number.NaN }),
  step: (state, { close }) => {
    const change = logarithm(close, state.before);
    state.before = close;
    const { returns } = state;
    if (Number.isNaN(change)) return Number.NaN;
    returns.push(change);
    return returns.isFull ? rescaledRangeExponent(returns) : Number.NaN;
  },
});
