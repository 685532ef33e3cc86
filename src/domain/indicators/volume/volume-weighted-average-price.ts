import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';

/** Mean typical price of all since `start` (milliseconds since 1970, 0 for the first bar), weighted by volume (TA-Lib VWAP; Stock.Indicators with a start date); the newest typical price while none was traded. */
export const volumeWeightedAveragePrice = defineIndicator({
  slug: 'volume-weighted-average-price',
  name: 'Volume-weighted average price',
  aliases: ['vwap', 'anchored-vwap', 'avwap'],
  group: 'volume',
  parameters: [
    {
      name: 'start',
      label: 'Start (milliseconds since 1970)',
      default: 0,
      minimum: 0,
      maximum: 1e14,
      isInteger: true,
    },
  ],
  pane: 'price',
  warmUpBars: () => 1,
  begin: (read) => ({ values: 0, volumes: 0, start: read('start') }),
  step: (state, { time, high, low, close, volume }) => {
    if (time < state.start) return Number.NaN;
    const typical = (high + low + close) / 3;
    state.values += typical * volume;
    state.volumes += volume;
    return ratio(state.values, state.volumes, typical);
  },
});
