import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** The close over that of `period` bars before (TA-Lib ROCR); 0 after a close of zero. */
export const rateOfChangeRatio = defineIndicator({
  slug: 'rate-of-change-ratio',
  name: 'Rate of change ratio',
  aliases: ['rocr'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { close }) => ratio(close, before.push(close)),
});
