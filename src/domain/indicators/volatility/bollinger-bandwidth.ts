import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingDeviation } from '../kernels/rolling-deviation.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the Bollinger bands as a share of their middle (Bollinger 2001). */
export const bollingerBandwidth = defineIndicator({
  slug: 'bollinger-bandwidth',
  name: 'Bollinger bandwidth',
  aliases: ['bbw', 'bandwidth', 'bb-width', 'bollinger-band-width'],
  group: 'volatility',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ rolling: new RollingDeviation(read('period')), deviations: read('deviations') }),
  step: ({ rolling, deviations }, { close }) => {
    rolling.push(close);
    return ratio(2 * deviations * rolling.deviation, rolling.mean);
  },
});
