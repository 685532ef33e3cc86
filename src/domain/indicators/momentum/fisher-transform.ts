import { defineMultipleIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Place of the median price in the range of the newest `period` bars, smoothed and stretched to a nearly normal distribution, and its value one bar before (Ehlers 2002). */
export const fisherTransform = defineMultipleIndicator({
  slug: 'fisher-transform',
  name: 'Fisher transform',
  aliases: ['fisher'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10, minimum: 2 })],
  outputs: ['fisher', 'trigger'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    place: 0,
    fisher: 0,
    trigger: Number.NaN,
  }),
  step: (state, { high, low }, values) => {
    const median = (high + low) / 2;
    const top = state.highest.push(median);
    const bottom = -state.lowest.push(-median);
    if (Number.isNaN(top)) return;
    const place = 0.66 * (ratio(median - bottom, top - bottom, 0.5) - 0.5) + 0.67 * state.place;
    state.place = Math.max(-0.999, Math.min(0.999, place));
    values[1] = state.trigger;
    state.fisher = 0.5 * Math.log((1 + state.place) / (1 - state.place)) + 0.5 * state.fisher;
    values[0] = state.fisher;
    state.trigger = state.fisher;
  },
});
