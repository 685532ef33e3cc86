import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Change of volume over `period` bars in percent; 0 after a volume of zero. */
export const volumeRateOfChange = defineIndicator({
  slug: 'volume-rate-of-change',
  name: 'Volume rate of change',
  aliases: ['vroc'],
  group: 'volume',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { volume }) => {
    const earlier = before.push(volume);
    return 100 * ratio(volume - earlier, earlier);
  },
});
