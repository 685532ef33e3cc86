import { defineIndicator } from '../define-indicator.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { conventionParameter, periodParameter } from '../parameters.ts';

/** Root of the mean squared drawdown, in percent, from the highest close so far in the newest `period` bars (Martin 1987; Stock.Indicators), or with `peak` 1 from the highest of the `period` bars up to each (StockCharts). Each bar costs `period` steps. */
export const ulcerIndex = defineIndicator({
  slug: 'ulcer-index',
  name: 'Ulcer index',
  aliases: ['ulcer', 'ui'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 14 }),
    conventionParameter({
      name: 'peak',
      label: 'Highest close (0 so far in the window, 1 of as many bars up to each)',
      default: 0,
    }),
  ],
  pane: 'separate',
  warmUpBars: (read) => (1 + read('peak')) * read('period') - read('peak'),
  begin: (read) => ({
    window: new RollingWindow(read('period')),
    highest: new RollingMaximum(read('period')),
    squares: new RollingMean(read('period')),
    isPeakOfEach: read('peak') === 1,
  }),
  step: ({ window, highest: rolling, squares: rollingSquares, isPeakOfEach }, { close }) => {
    if (isPeakOfEach) {
      const peak = rolling.push(close);
      const drawdown = 100 * ratio(close - peak, peak);
      return Math.sqrt(Math.max(0, feed(rollingSquares, drawdown * drawdown)));
    }
    window.push(close);
    let highest = Number.NEGATIVE_INFINITY;
    let squares = 0;
    for (let age = window.period - 1; age >= 0; age--) {
      const value = window.at(age);
      if (value > highest) highest = value;
      const drawdown = 100 * ratio(value - highest, highest);
      squares += drawdown * drawdown;
    }
    return Math.sqrt(squares / window.period);
  },
});
