import { defineIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';
import { trueRangeOf } from './true-range.ts';

/** 100 · log(sum of true ranges / range of the window) / log(`period`): near 100 sideways, low in a trend (Dreiss). */
export const choppinessIndex = defineIndicator({
  slug: 'choppiness-index',
  name: 'Choppiness index',
  aliases: ['chop'],
  group: 'volatility',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    ranges: new RollingSum(read('period')),
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    before: Number.NaN,
    scale: 100 / Math.log10(read('period')),
  }),
  step: (state, { high, low, close }) => {
    const { before } = state;
    state.before = close;
    if (Number.isNaN(before)) return Number.NaN;
    const sum = state.ranges.push(trueRangeOf(high, low, before));
    const span = state.highest.push(Math.max(high, before)) + state.lowest.push(-Math.min(low, before));
    return span > 0 && sum > 0 ? state.scale * Math.log10(sum / span) : Number.isNaN(span) ? span : 0;
  },
});
