import { defineIndicator } from '../define-indicator.ts';
import { AverageTrueRange } from '../kernels/average-true-range.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Wilder's average true range in percent of the close (TA-Lib NATR). */
export const normalizedAverageTrueRange = defineIndicator({
  slug: 'normalized-average-true-range',
  name: 'Normalized average true range',
  aliases: ['natr', 'atr-percent', 'normalized-atr'],
  group: 'volatility',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ average: new AverageTrueRange(read('period')) }),
  step: ({ average }, { high, low, close }) => 100 * ratio(average.push(high, low, close), close),
});
