import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the newest `period` typical prices, each weighted by its volume; the newest typical price when none was traded. */
export const rollingVolumeWeightedAveragePrice = defineIndicator({
  slug: 'rolling-volume-weighted-average-price',
  name: 'Rolling volume-weighted average price',
  aliases: ['rolling-vwap', 'rvwap'],
  group: 'volume',
  parameters: [periodParameter({ default: 20 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ values: new RollingSum(read('period')), volumes: new RollingSum(read('period')) }),
  step: ({ values, volumes }, { high, low, close, volume }) => {
    const typical = (high + low + close) / 3;
    return ratio(values.push(typical * volume), volumes.push(volume), typical);
  },
});
