import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { periodParameter } from '../parameters.ts';

/** High and low, each less the exponential average of closes: power of bulls and of bears (Elder 1989; TA-Lib ERI). */
export const elderRayIndex = defineMultipleIndicator({
  slug: 'elder-ray-index',
  name: 'Elder ray index',
  aliases: ['eri', 'elder-ray'],
  group: 'momentum',
  parameters: [periodParameter({ default: 13 })],
  outputs: ['bull', 'bear'],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ average: customaryAverage(read('period')) }),
  step: ({ average }, { high, low, close }, values) => {
    const centre = average.push(close);
    values[0] = high - centre;
    values[1] = low - centre;
  },
});
