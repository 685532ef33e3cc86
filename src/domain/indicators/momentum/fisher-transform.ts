import { defineMultipleIndicator } from '../define-indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Place of the median price in the range of the newest `period` bars, smoothed and stretched to a nearly normal distribution, and its value one bar before (Ehlers 2002; Stock.Indicators); the first bars are placed among those there are. */
export const fisherTransform = defineMultipleIndicator({
  slug: 'fisher-transform',
  name: 'Fisher transform',
  aliases: ['fisher', 'ehlers-fisher-transform'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  outputs: ['fisher', 'trigger'],
  pane: 'separate',
  warmUpBars: () => 2,
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    ceiling: Number.NEGATIVE_INFINITY,
    floor: Number.POSITIVE_INFINITY,
    place: 0,
    fisher: 0,
    trigger: Number.NaN,
  }),
  step: (state, { high, low }, values) => {
    const median = (high + low) / 2;
    state.ceiling = Math.max(state.ceiling, median);
    state.floor = Math.min(state.floor, median);
    const rolledTop = state.highest.push(median);
    const rolledBottom = -state.lowest.push(-median);
    const top = Number.isNaN(rolledTop) ? state.ceiling : rolledTop;
    const bottom = Number.isNaN(rolledBottom) ? state.floor : rolledBottom;
    const place = top === bottom ? 0 : 0.66 * ((median - bottom) / (top - bottom) - 0.5) + 0.67 * state.place;
    state.place = Math.abs(place) > 0.99 ? 0.999 * Math.sign(place) : place;
    values[1] = state.trigger;
    state.fisher = 0.5 * Math.log((1 + state.place) / (1 - state.place)) + 0.5 * state.fisher;
    values[0] = state.fisher;
    state.trigger = state.fisher;
  },
});
