import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { PIVOT_LEVELS, PIVOT_METHOD, writePivotLevels } from '../kernels/pivot-levels.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Pivot levels of `period` bars, whatever the calendar, that ended `offset` bars before the one before this (Stock.Indicators). DeMark's and Woodie's open is this bar's. */
export const rollingPivotPoints = defineMultipleIndicator({
  slug: 'rolling-pivot-points',
  name: 'Rolling pivot points',
  aliases: ['rolling-pivots'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    periodParameter({ default: 0, name: 'offset', label: 'Bars between', minimum: 0 }),
    PIVOT_METHOD,
  ],
  outputs: PIVOT_LEVELS,
  pane: 'price',
  warmUpBars: (read) => read('period') + read('offset') + 1,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    highs: new Delay(read('offset') + 1),
    lows: new Delay(read('offset') + 1),
    closes: new Delay(read('offset') + 1),
    levels: {
      high: Number.NaN,
      low: Number.NaN,
      open: Number.NaN,
      close: Number.NaN,
      currentOpen: Number.NaN,
    },
    method: read('method'),
  }),
  step: ({ highest, lowest, highs, lows, closes, levels, method }, { open, high, low, close }, values) => {
    levels.open = open;
    levels.currentOpen = open;
    levels.high = highs.push(highest.push(high));
    levels.low = lows.push(-lowest.push(-low));
    const delayed = closes.push(close);
    levels.close = Number.isNaN(levels.high) ? Number.NaN : delayed;
    writePivotLevels(levels, method, values);
  },
});
