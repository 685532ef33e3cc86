import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of high less low over `period` bars (TA-Lib ADR). */
export const averageDailyRange = defineIndicator({
  slug: 'average-daily-range',
  name: 'Average bar range',
  aliases: ['adr'],
  group: 'volatility',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')) }),
  step: ({ mean }, { high, low }) => mean.push(high - low),
});
