import { defineIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Highest of the newest `period` closes (TA-Lib MAX). */
export const highestValue = defineIndicator({
  slug: 'highest-value',
  name: 'Highest close',
  aliases: ['max', 'highest'],
  group: 'statistics',
  parameters: [periodParameter({ default: 30 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ highest: new RollingMaximum(read('period')) }),
  step: ({ highest }, { close }) => highest.push(close),
});
