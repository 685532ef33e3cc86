import { defineIndicator } from '../define-indicator.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Sum of the newest `period` closes (TA-Lib SUM). */
export const sum = defineIndicator({
  slug: 'sum',
  name: 'Sum of closes',
  aliases: ['rolling-sum'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ sum: new RollingSum(read('period')) }),
  step: ({ sum }, { close }) => sum.push(close),
});
