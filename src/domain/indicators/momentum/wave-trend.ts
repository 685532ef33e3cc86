import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Smoothed distance of the typical price from its exponential average in 0.015 average distances, and its four-bar average (LazyBear 2014). */
export const waveTrend = defineMultipleIndicator({
  slug: 'wave-trend',
  name: 'Wave trend',
  aliases: ['wavetrend', 'wt'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 10, name: 'channel', label: 'Channel period' }),
    periodParameter({ default: 21, name: 'average', label: 'Average period' }),
    periodParameter({ default: 4, name: 'signal', label: 'Signal period' }),
  ],
  outputs: ['value', 'signal'],
  pane: 'separate',
  warmUpBars: (read) => 2 * read('channel') + read('average') + read('signal') - 3,
  begin: (read) => ({
    price: customaryAverage(read('channel')),
    distance: customaryAverage(read('channel')),
    value: customaryAverage(read('average')),
    signal: new RollingMean(read('signal')),
  }),
  step: (state, { high, low, close }, values) => {
    const typical = (high + low + close) / 3;
    const gap = typical - state.price.push(typical);
    const distance = feed(state.distance, Math.abs(gap));
    const value = feed(state.value, ratio(gap, 0.015 * distance));
    values[0] = value;
    values[1] = feed(state.signal, value);
  },
});
