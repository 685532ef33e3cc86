import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { NetChangeShare } from '../kernels/net-change-share.ts';
import { periodParameter } from '../parameters.ts';

/** Smoothed relative strength index and a stop that trails it by `factor` times its smoothed mean step (Livshin). */
export const quantitativeQualitativeEstimation = defineMultipleIndicator({
  slug: 'quantitative-qualitative-estimation',
  name: 'Quantitative qualitative estimation',
  aliases: ['qqe'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    periodParameter({ default: 5, name: 'smooth', label: 'Smoothing' }),
    { name: 'factor', label: 'Factor', default: 4.236, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  outputs: ['value', 'stop'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + read('smooth') + 2 * (2 * read('period') - 2) + 1,
  begin: (read) => ({
    share: new NetChangeShare(read('period'), 1),
    smooth: customaryAverage(read('smooth')),
    step: customaryAverage(2 * read('period') - 1),
    range: customaryAverage(2 * read('period') - 1),
    before: Number.NaN,
    stop: Number.NaN,
    factor: read('factor'),
  }),
  step: (state, { close }, values) => {
    const value = feed(state.smooth, 50 + 50 * state.share.push(close));
    const { before } = state;
    state.before = value;
    values[0] = value;
    const distance = state.factor * feed(state.range, feed(state.step, Math.abs(value - before)));
    if (Number.isNaN(distance)) return;
    if (value > state.stop)
      state.stop = before > state.stop ? Math.max(state.stop, value - distance) : value - distance;
    else if (value < state.stop)
      state.stop = before < state.stop ? Math.min(state.stop, value + distance) : value + distance;
    else if (Number.isNaN(state.stop)) state.stop = value - distance;
    values[1] = state.stop;
  },
});
