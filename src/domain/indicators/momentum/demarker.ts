import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** Average rise of the high over that plus the average fall of the low, 0 to 1 (DeMark 1994; LEAN's DeMarkerIndicator); 0.5 where neither moved. */
export const demarker = defineIndicator({
  slug: 'demarker',
  name: 'DeMarker indicator',
  aliases: ['dem'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 }), averageParameter({ default: 0 })],
  pane: 'separate',
  warmUpBars: (read) => movingAverageBars(read('average'), read('period')) + 1,
  begin: (read) => ({
    rises: createMovingAverage(read('average'), read('period')),
    falls: createMovingAverage(read('average'), read('period')),
    high: Number.NaN,
    low: Number.NaN,
  }),
  step: (state, { high, low }) => {
    const rise = Math.max(high - state.high, 0);
    const fall = Math.max(state.low - low, 0);
    const isFirst = Number.isNaN(state.high);
    state.high = high;
    state.low = low;
    if (isFirst) return Number.NaN;
    const rises = state.rises.push(rise);
    return ratio(rises, rises + state.falls.push(fall), 0.5);
  },
});
