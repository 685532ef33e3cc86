import { defineIndicator } from '../define-indicator.ts';
import { ZeroLagAverage, zeroLagBars } from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average of the close and what it gained over half the period (Ehlers and Way 2010; TA-Lib ZLEMA). */
export const zeroLagExponentialMovingAverage = defineIndicator({
  slug: 'zero-lag-exponential-moving-average',
  name: 'Zero-lag exponential moving average',
  aliases: ['zlema', 'zlma', 'zero-lag-ema'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  pane: 'price',
  warmUpBars: (read) => read('period') + zeroLagBars(read('period')),
  begin: (read) => ({ average: new ZeroLagAverage(read('period')) }),
  step: ({ average }, { close }) => average.push(close),
});
