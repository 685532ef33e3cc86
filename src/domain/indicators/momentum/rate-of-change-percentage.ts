import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Change of the close over `period` bars as a fraction (TA-Lib ROCP); 0 after a close of zero. */
export const rateOfChangePercentage = defineIndicator({
  slug: 'rate-of-change-percentage',
  name: 'Rate of change, fraction',
  aliases: ['rocp', 'rate-of-change-percent', 'momentum-percent', 'percent-return'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { close }) => {
    const earlier = before.push(close);
    return ratio(close - earlier, earlier);
  },
});
