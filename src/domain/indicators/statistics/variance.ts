import { defineIndicator } from '../define-indicator.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Population variance of the newest `period` closes (TA-Lib VAR, which does not use its number of deviations either). */
export const variance = defineIndicator({
  slug: 'variance',
  name: 'Variance',
  aliases: ['var'],
  group: 'statistics',
  parameters: [periodParameter({ default: 5 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ rolling: new RollingDeviation(read('period')) }),
  step: ({ rolling }, { close }) => {
    rolling.push(close);
    return rolling.deviation * rolling.deviation;
  },
});
