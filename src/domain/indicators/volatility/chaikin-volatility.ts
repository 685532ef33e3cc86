import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Change, in percent over `change` bars, of the exponential average of high less low (Chaikin; TA-Lib CVI). */
export const chaikinVolatility = defineIndicator({
  slug: 'chaikin-volatility',
  name: 'Chaikin volatility',
  aliases: ['cvi'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 10 }),
    periodParameter({ default: 10, name: 'change', label: 'Bars of change' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('change'),
  begin: (read) => ({ average: customaryAverage(read('period')), before: new Delay(read('change')) }),
  step: ({ average, before }, { high, low }) => {
    const range = average.push(high - low);
    const earlier = before.push(range);
    return 100 * ratio(range - earlier, earlier);
  },
});
