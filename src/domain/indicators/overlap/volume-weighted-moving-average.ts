import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the newest `period` closes, each weighted by its volume (TA-Lib VWMA); the newest close when none was traded. */
export const volumeWeightedMovingAverage = defineIndicator({
  slug: 'volume-weighted-moving-average',
  name: 'Volume-weighted moving average',
  aliases: ['vwma'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ values: new RollingSum(read('period')), volumes: new RollingSum(read('period')) }),
  step: ({ values, volumes }, { close, volume }) =>
    ratio(values.push(close * volume), volumes.push(volume), close),
});
