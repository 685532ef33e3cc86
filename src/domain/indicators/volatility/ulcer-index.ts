import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Root of the mean squared drawdown, in percent, from the highest close so far in the newest `period` bars (Martin 1987). Each bar costs `period` steps. */
export const ulcerIndex = defineIndicator({
  slug: 'ulcer-index',
  name: 'Ulcer index',
  aliases: ['ulcer', 'ui'],
  group: 'volatility',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')) }),
  step: ({ window }, { close }) => {
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
