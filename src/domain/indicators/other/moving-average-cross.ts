import { defineIndicator } from '../define-indicator.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** 1 on the bar where the fast average of closes crosses above the slow one, −1 where below, else 0. */
export const movingAverageCross = defineIndicator({
  slug: 'moving-average-cross',
  name: 'Moving average cross',
  aliases: ['ma-cross'],
  group: 'other',
  parameters: [
    periodParameter({ default: 10, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 30, name: 'slow', label: 'Slow period' }),
    averageParameter({ default: 0, name: 'average', label: 'Kind of average' }),
  ],
  pane: 'separate',
  warmUpBars: (read) =>
    Math.max(
      movingAverageBars(read('average'), read('fast')),
      movingAverageBars(read('average'), read('slow')),
    ) + 1,
  begin: (read) => ({
    fast: createMovingAverage(read('average'), read('fast')),
    slow: createMovingAverage(read('average'), read('slow')),
    side: Number.NaN,
  }),
  step: (state, { close }) => {
    const side = Math.sign(state.fast.push(close) - state.slow.push(close));
    const before = state.side;
    if (Number.isNaN(side)) return Number.NaN;
    if (side !== 0) state.side = side;
    if (Number.isNaN(before) || side === 0 || side === before) return 0;
    return side;
  },
});
