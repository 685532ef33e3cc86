import { defineIndicator } from '../define-indicator.ts';
import { rescaledRangeExponent } from '../kernels/rescaled-range.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Memory of the newest `period` returns by rescaled ranges: 0.5 for a random walk, more for a trend, less for a return to the mean (Hurst 1951; Stock.Indicators). Pieces are all, half, a quarter and so on down to 8 bars or 32 pieces, the oldest bars left out where they do not divide. Each bar costs some `period` steps per halving.
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
    const change = close / state.before - 1;
    state.before = close;
    const { returns } = state;
    if (!Number.isFinite(change)) return Number.NaN;
    returns.push(change);
    return returns.isFull ? rescaledRangeExponent(returns) : Number.NaN;
  },
});
