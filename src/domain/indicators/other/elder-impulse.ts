import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** 1 where both the exponential average and the MACD histogram rise, −1 where both fall, else 0 (Elder 2002). */
export const elderImpulse = defineIndicator({
  slug: 'elder-impulse',
  name: 'Elder impulse',
  aliases: ['impulse'],
  group: 'other',
  parameters: [
    periodParameter({ default: 13 }),
    periodParameter({ default: 12, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 26, name: 'slow', label: 'Slow period' }),
    periodParameter({ default: 9, name: 'signal', label: 'Signal period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) =>
    Math.max(read('period'), Math.max(read('fast'), read('slow')) + read('signal') - 1) + 1,
  begin: (read) => ({
    average: customaryAverage(read('period')),
    fast: customaryAverage(read('fast')),
    slow: customaryAverage(read('slow')),
    signal: customaryAverage(read('signal')),
    averageBefore: Number.NaN,
    histogramBefore: Number.NaN,
  }),
  step: (state, { close }) => {
    const average = state.average.push(close);
    const macd = state.fast.push(close) - state.slow.push(close);
    const histogram = macd - feed(state.signal, macd);
    const rise = Math.sign(average - state.averageBefore);
    const gain = Math.sign(histogram - state.histogramBefore);
    state.averageBefore = average;
    state.histogramBefore = histogram;
    return rise === gain ? rise : 0;
  },
});
