import { defineMultipleIndicator } from '../define-indicator.ts';
import { writePivotLevels } from '../kernels/pivot-levels.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Standard pivot levels of the `period` bars before this one, whatever the calendar. */
export const rollingPivotPoints = defineMultipleIndicator({
  slug: 'rolling-pivot-points',
  name: 'Rolling pivot points',
  aliases: ['rolling-pivots'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  outputs: ['pivot', 'r1', 's1', 'r2', 's2', 'r3', 's3'],
  pane: 'price',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    levels: {
      high: Number.NaN,
      low: Number.NaN,
      open: Number.NaN,
      close: Number.NaN,
      currentOpen: Number.NaN,
    },
  }),
  step: ({ highest, lowest, levels }, { open, high, low, close }, values) => {
    levels.currentOpen = open;
    writePivotLevels(levels, 0, values);
    levels.high = highest.push(high);
    levels.low = -lowest.push(-low);
    levels.close = close;
  },
});
