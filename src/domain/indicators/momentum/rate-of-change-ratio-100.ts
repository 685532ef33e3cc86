import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** The close in percent of that of `period` bars before (TA-Lib ROCR100); 0 after a close of zero. */
export const rateOfChangeRatio100 = defineIndicator({
  slug: 'rate-of-change-ratio-100',
  name: 'Rate of change ratio × 100',
  aliases: ['rocr100'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { close }) => 100 * ratio(close, before.push(close)),
});
