import { defineIndicator } from '../define-indicator.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Percentage of the newest `period` closes before this one that lie below it (TA-Lib PERCENTRANK). Each bar costs `period` steps. */
export const percentRank = defineIndicator({
  slug: 'percent-rank',
  name: 'Percent rank',
  aliases: ['percentrank'],
  group: 'statistics',
  parameters: [periodParameter({ default: 100 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ window: new RollingWindow(read('period')) }),
  step: ({ window }, { close }) => {
    let below = 0;
    for (const value of window.unordered) if (value < close) below++;
    window.push(close);
    return (100 * below) / window.period;
  },
});
